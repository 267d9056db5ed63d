import { compile, type Graph, gradient, hessian, type Node, type Program } from '../../expression';
import type { Asymptote } from '../../model/dynamics';
import { type CriticalPoint, square } from '../critical/critical';
import { findCriticalPoints } from '../critical/criticalPoints';
import { domain, type Ends } from '../dynamics/domain';
import { symmetricEigen } from '../numerics/linear';
import { type Component, components } from '../stationary/terms';
import { eyringKramers } from './asymptotes';

/**
 * The Eyring–Kramers time of first passage into {region ≥ 0} from a point, over the lowest saddle from whose two sides the steepest
 * descents end in the minimum below that point and in the region. Where the region begins at the saddle itself it is half of it.
 *
 * Minima and saddles are looked for where the density at this temperature has its mass, in any number of coordinates as long as no more
 * than two are coupled.
 *
 * @returns null where there is no such saddle: no barrier, several on the way, or a region that begins before the top
 */
export function overBarrier(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  from: readonly number[],
  region: Node,
): Asymptote | null {
  const box = boxOf(graph, components(graph, potential), parameters, temperature);
  if (box === null) return null;
  const points = findCriticalPoints(graph, potential, parameters, box);
  const slopes = compile([...gradient(graph, potential), region, ...gradient(graph, region)]);
  const curvatures = compile(hessian(graph, potential).flat());
  const landscape = new Descents(slopes, curvatures, parameters, box, points);
  const well = landscape.restFrom(from);
  if (well === null || well.inside) return null;
  const passes = points.filter(({ curvatures }) => curvatures.filter((k) => k < 0).length === 1);
  for (const pass of passes) {
    const side = landscape.sideOf(pass.at);
    const rests = landscape.sidesOf(pass);
    const leaves = rests.some((rest) => rest?.minimum === well.minimum && !rest.inside);
    const enters = side === 'boundary' || (side === 'outside' && rests.some((rest) => rest?.inside));
    if (!leaves || !enters) continue;
    const time = eyringKramers(well.minimum, pass, temperature);
    const barrier = (pass.potential - well.minimum.potential) / temperature;
    return time === null ? null : { mean: side === 'boundary' ? time / 2 : time, barrier };
  }
  return null;
}

/** The box where the density has its mass; null for three coupled coordinates and more, and where the potential does not confine. */
function boxOf(
  graph: Graph,
  parts: readonly Component[],
  parameters: readonly number[],
  temperature: number,
): Ends | null {
  const box: Ends = [];
  for (const part of parts) {
    const where = domain({ graph, parameters, temperature }, part);
    if (where === null) return null;
    part.coordinates.forEach((c, i) => {
      box[c] = where.ends[i];
    });
  }
  return graph.coordinates.every((_, i) => box[i] !== undefined) ? box : null;
}

/** Where a descent ends, and whether it passed through the region. */
interface Rest {
  minimum: CriticalPoint;
  inside: boolean;
}

/** Length of a step of a descent, in widths of the box, and how near to a minimum it ends. */
const stride = 1e-3;
const mostStrides = 20_000;

/** Paths of steepest descent, in units of the box's widths so that coordinates of all sizes count alike. */
class Descents {
  private readonly widths: number[];
  private readonly minima: readonly CriticalPoint[];

  constructor(
    private readonly slopes: Program,
    private readonly curvatures: Program,
    private readonly parameters: readonly number[],
    box: Ends,
    points: readonly CriticalPoint[],
  ) {
    this.widths = box.map(([low, high]) => high - low);
    this.minima = points.filter(({ type }) => type === 'minimum');
  }

  /** A saddle lies on the boundary where the region begins within a stride. */
  sideOf(at: readonly number[]): 'inside' | 'boundary' | 'outside' {
    const { region, regionSlope } = this.at(at);
    const distance = region / Math.hypot(...regionSlope);
    if (Math.abs(distance) <= stride || region === 0) return 'boundary';
    return region > 0 ? 'inside' : 'outside';
  }

  /** Where both sides of a saddle lead. */
  sidesOf(pass: CriticalPoint): (Rest | null)[] {
    const n = this.widths.length;
    const [steepest] = symmetricEigen(square(this.curvatures.at(pass.at, this.parameters), n)).vectors;
    const down = steepest.map((x, i) => x / this.widths[i]);
    const length = Math.hypot(...down);
    const step = (sign: number) => pass.at.map((x, i) => x + (sign * 4 * stride * this.widths[i] * down[i]) / length);
    return [this.restFrom(step(1)), this.restFrom(step(-1))];
  }

  /** Null where no minimum is reached. */
  restFrom(from: readonly number[]): Rest | null {
    let at = [...from];
    let inside = false;
    for (let k = 0; k < mostStrides; k++) {
      const { region, slope } = this.at(at);
      inside ||= region >= 0;
      const minimum = this.minima.find((m) => this.distance(m.at, at) <= 2 * stride);
      if (minimum) return { minimum, inside: inside || this.at(minimum.at).region >= 0 };
      const steep = slope.map((s, i) => s * this.widths[i]);
      const length = Math.hypot(...steep);
      if (!(length > 0)) return null;
      at = at.map((x, i) => x - (stride * this.widths[i] * steep[i]) / length);
    }
    return null;
  }

  private at(x: readonly number[]) {
    const n = this.widths.length;
    const values = this.slopes.at(x, this.parameters);
    return { slope: values.slice(0, n), region: values[n], regionSlope: values.slice(n + 1) };
  }

  private distance(a: readonly number[], b: readonly number[]): number {
    return Math.hypot(...a.map((x, i) => (x - b[i]) / this.widths[i]));
  }
}
