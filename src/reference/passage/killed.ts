import { tridiagonalEigenvalue } from '../numerics/tridiagonal';
import { type Line, type Panels, perPanel, upTo, whole } from './panels';

/** Values at the nodes and at the ends of panels. */
export interface Values {
  nodes: Float64Array;
  ends: Float64Array;
}

/**
 * The generator L = T e^v d/dx(e^{−v} d/dx) of diffusion along a line, killed at the upper end, and at the lower end killed
 * or reflected. With s = ∫ e^v from the lower end where it kills, and s constant where it reflects, the solution of −L u = f is
 * u(x) = (1/T) ∫_x (s(x)/s(y)) J(y) dy, J(y) = (e^{v(y)}/s(y)) ∫^y s e^{−v} f. Both integrals are carried from panel to panel as
 * ratios, so that nothing cancels, and nothing overflows but what is as large itself.
 */
export class Killed {
  /** v at the nodes less v at the lower end of their panel. */
  private readonly rise: Float64Array;
  /** v at the ends. */
  private readonly energies: Float64Array;
  /** s at the nodes and at the lower ends, in units of s at the upper end of the panel. */
  private readonly scale: Float64Array;
  private readonly scaleBelow: Float64Array;

  constructor(
    readonly panels: Panels,
    energy: Line,
    private readonly temperature: number,
    lowerKills: boolean,
  ) {
    this.energies = energy(panels.ends).slice(0, panels.ends.length);
    const atNodes = energy(panels.nodes);
    this.rise = panels.nodes.map((_, i) => atNodes[i] - this.energies[Math.floor(i / perPanel)]);
    this.scale = new Float64Array(panels.nodes.length);
    this.scaleBelow = new Float64Array(panels.count);
    this.measureScale(lowerKills ? 0 : Number.POSITIVE_INFINITY);
  }

  /** @param below s e^{−v} at the lowest end */
  private measureScale(below: number): void {
    let s = below;
    for (let p = 0; p < this.panels.count; p++) {
      const steps = this.of(p, this.rise).map(Math.exp);
      const width = this.panels.width(p);
      const total = width * whole(steps);
      const ratio = (part: number) => (s === Number.POSITIVE_INFINITY ? 1 : (s + part) / (s + total));
      for (let j = 0; j < perPanel; j++) this.scale[p * perPanel + j] = ratio(width * upTo(j, steps));
      this.scaleBelow[p] = ratio(0);
      s = (s + total) * Math.exp(this.energies[p] - this.energies[p + 1]);
    }
  }

  private of(panel: number, values: Float64Array): Float64Array {
    return values.subarray(panel * perPanel, (panel + 1) * perPanel);
  }

  /** u with −L u = f, given f at the nodes. */
  solve(f: Float64Array): Values {
    return this.outer(this.inner(f));
  }

  /** J/s at the nodes, s in units of that at the upper end of the panel. */
  private inner(f: Float64Array): Float64Array {
    const result = new Float64Array(f.length);
    let carried = 0;
    for (let p = 0; p < this.panels.count; p++) {
      const [rise, scale, own] = [this.of(p, this.rise), this.of(p, this.scale), this.of(p, f)];
      const width = this.panels.width(p);
      const integrand = own.map((v, j) => scale[j] * Math.exp(-rise[j]) * v);
      const before = this.scaleBelow[p] * carried;
      for (let j = 0; j < perPanel; j++) {
        const flow = before + width * upTo(j, integrand);
        result[p * perPanel + j] = (Math.exp(rise[j]) * flow) / scale[j] ** 2;
      }
      const change = Math.exp(this.energies[p + 1] - this.energies[p]);
      carried = change * (before + width * whole(integrand));
    }
    return result;
  }

  private outer(slope: Float64Array): Values {
    const { count } = this.panels;
    const ends = new Float64Array(count + 1);
    const nodes = new Float64Array(slope.length);
    for (let p = count - 1; p >= 0; p--) {
      const own = this.of(p, slope);
      const step = this.panels.width(p) / this.temperature;
      const total = step * whole(own);
      for (let j = 0; j < perPanel; j++) {
        const above = ends[p + 1] + (total - step * upTo(j, own));
        nodes[p * perPanel + j] = this.scale[p * perPanel + j] * above;
      }
      ends[p] = this.scaleBelow[p] * (ends[p + 1] + total);
    }
    return { nodes, ends };
  }

  /**
   * The smallest eigenvalue of −L: Lanczos on its inverse, which is self-adjoint in the weight e^{−v}, from the constant
   * function, to which the lowest eigenfunction, of one sign, cannot be orthogonal. Null when it does not come to rest.
   */
  smallestRate(): number | null {
    const weights = this.panels.weights();
    const lowest = this.energies.reduce((a, b) => Math.min(a, b));
    const mass = weights.map((w, i) => w * Math.exp(lowest - this.rise[i] - this.energies[Math.floor(i / perPanel)]));
    const basis = [unit(mass, new Float64Array(mass.length).fill(1))];
    const [diagonal, off]: [number[], number[]] = [[], []];
    let before = 0;
    for (let step = 0; step < mostSteps; step++) {
      const image = this.solve(basis[step]).nodes;
      diagonal.push(dot(mass, basis[step], image));
      const largest = tridiagonalEigenvalue(Float64Array.from(diagonal), Float64Array.from(off), step);
      if (Math.abs(largest - before) <= 1e-13 * largest) return 1 / largest;
      before = largest;
      removeAll(mass, basis, image);
      const rest = Math.sqrt(dot(mass, image, image));
      if (rest <= 1e-13 * largest) return 1 / largest;
      off.push(rest);
      basis.push(unit(mass, image));
    }
    return null;
  }
}

const mostSteps = 80;

function dot(mass: Float64Array, x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += mass[i] * x[i] * y[i];
  return sum;
}

function unit(mass: Float64Array, x: Float64Array): Float64Array {
  const length = Math.sqrt(dot(mass, x, x));
  return x.map((v) => v / length);
}

/** Makes x orthogonal to an orthonormal basis; twice is enough (Parlett 1998, §6.9). */
function removeAll(mass: Float64Array, basis: readonly Float64Array[], x: Float64Array): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const b of basis) {
      const along = dot(mass, b, x);
      for (let i = 0; i < x.length; i++) x[i] -= along * b[i];
    }
  }
}
