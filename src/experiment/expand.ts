import { nearest } from '../errors/nearest';
import { landscapes } from '../landscapes';
import type { Landscape } from '../model/landscape';
import type { Problems } from './problems';
import type { ExperimentFile, Swept } from './schema';
import { choices } from './show';

/** An experiment whose potential is a formula: a landscape of the catalogue is written out. */
export interface ExpandedFile extends ExperimentFile {
  title: string;
  variables: string[];
  potential?: string;
}

type LandscapeChoice = Exclude<ExperimentFile['potential'], string | undefined>;

/** Writes the landscape out as variables, parameters and formula, or tells `problems` why it cannot. */
export function expand(file: ExperimentFile, problems: Problems): ExpandedFile | undefined {
  if (typeof file.potential !== 'object') return expandFormula(file, problems);
  const chosen = file.potential;
  const landscape = landscapes.find((l) => l.name === chosen.landscape) as Landscape;
  const dimension = chosen.dimension ?? landscape.dimensions[0];
  if (!landscape.dimensions.includes(dimension)) {
    const known = choices(landscape.dimensions.map(String));
    problems.add('potential.dimension', `found ${dimension}, expected ${known} for '${landscape.name}'`);
    return undefined;
  }
  return expandLandscape(file, chosen, landscape, dimension, problems);
}

function expandFormula(file: ExperimentFile, problems: Problems): ExpandedFile | undefined {
  if (file.variables === undefined) {
    problems.add('variables', 'found nothing, expected the coordinates of the formula, as in ["x"]');
    return undefined;
  }
  return { ...(file as ExpandedFile), title: file.title ?? '' };
}

function expandLandscape(
  file: ExperimentFile,
  chosen: LandscapeChoice,
  landscape: Landscape,
  dimension: number,
  problems: Problems,
): ExpandedFile | undefined {
  const { variables, potential, parameters, diffusion } = landscape.formula(dimension);
  checkVariables(file, variables, landscape, problems);
  const title = file.title ?? landscape.title;
  const merged = mergeParameters(file, chosen.parameters, parameters, landscape, problems);
  // What was written keeps its place, for the order of the axes; the landscape's parameters stand where the landscape stood.
  const entries = Object.entries(file).map(([key, value]) => [key, key === 'potential' ? potential : value]);
  const at = entries.findIndex(([key]) => key === 'potential');
  if (entries.findIndex(([key]) => key === 'parameters') > at) entries.splice(at, 0, ['parameters', merged]);
  const noise = diffusion === undefined || file.diffusion !== undefined ? {} : { diffusion };
  return { ...Object.fromEntries(entries), ...noise, title, variables, parameters: merged } as ExpandedFile;
}

function checkVariables(file: ExperimentFile, own: string[], landscape: Landscape, problems: Problems): void {
  if (file.variables === undefined || file.variables.join() === own.join()) return;
  const found = JSON.stringify(file.variables);
  problems.add('variables', `found ${found}, expected ${JSON.stringify(own)} of '${landscape.name}', or no variables`);
}

function mergeParameters(
  file: ExperimentFile,
  chosen: Record<string, Swept>,
  own: Record<string, number>,
  landscape: Landscape,
  problems: Problems,
): Record<string, Swept> {
  for (const name of Object.keys(chosen)) {
    const path = `potential.parameters.${name}`;
    if (!Object.hasOwn(own, name)) {
      const known = Object.keys(own);
      const expected = known.length > 0 ? `expected ${choices(known)}` : `'${landscape.name}' has no parameters`;
      problems.add(path, `unknown name; ${nearest(name, known)}${expected}`);
    } else if (Object.hasOwn(file.parameters, name)) {
      problems.add(path, `given here and in parameters.${name}; expected it in one of the two`);
    }
  }
  return { ...own, ...chosen, ...file.parameters };
}
