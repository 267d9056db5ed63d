import type { ClaimFigure } from '../../../model/claim';
import { type Html, html } from '../../html';
import { curveFigure } from './curves';
import { mapFigure } from './map';
import { figureNumbers } from './numbers';

/** The figure of a claim with its numbers. */
export function claimFigure(figure: ClaimFigure): Html {
  const drawn = figure.kind === 'map' ? mapFigure(figure) : curveFigure(figure);
  return html`<h3>${figure.title}</h3>${drawn}${figureNumbers(figure)}`;
}
