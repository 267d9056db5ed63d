import type { Certificate } from '../../certificate';
import { type Html, html } from '../html';
import { page } from '../page';
import { claimSection } from './claim';
import { glance } from './glance';
import { head } from './head';
import { overview } from './overview';
import { certificateStyle } from './style';

const notes: Html = html`<p>Each claim quotes the <em>seed</em>, the proof this certificate examines, and states beside it what is true. The
<em>true statement</em> is what is tested; what the seed’s words come to follows where it holds.</p>
<p><em>±</em> and bars are one standard error (SE), from independent groups of particles. <em>Expected</em> values come from quadrature, the spectrum
of the generator, linear algebra or a formula with its source, never from sampling. <em>Bias allowed</em> is a bound on what the step of the
method adds. A number that has to agree has z = (measured − expected, less the bias allowed) / SE and fails where |z| is beyond its limit; it
says nothing, and is <em>inconclusive</em>, where its <em>visible departure</em> (limit × SE + bias allowed) is larger than the one it has to show, which
stands behind it. A number that has to lie
<em>above</em> or <em>below</em> has z = distance to the right side / SE, which has to be beyond the limit. Limits are Student’s t.
A dash stands for what could not be had. Every number here is in <code>certificate.json</code>, from which this page was written.</p>`;

/**
 * One self-contained HTML page on a certificate: its verdict, every claim with the seed's words, the true statement, a figure and
 * its evidence, and how to repeat it. It asks for nothing from outside, runs no script, and follows light or dark.
 */
export function renderCertificate(certificate: Certificate): string {
  const main = html`${head(certificate)}
${overview(certificate)}
${glance(certificate)}
${certificate.claims.map((claim) => claimSection(certificate, claim))}`;
  return page({ title: 'Certificate', main, notes, style: certificateStyle });
}
