import type { Plan } from '../model/plan';

/** Floats that a run keeps as they are, per sweep point: coordinates of the first particles, then the traces of observers. */
export interface CapturedLayout {
  /** Particles whose final coordinates are kept. */
  snapshot: number;
  traces: readonly { observer: number; offset: number; particles: number; records: number }[];
  /** Floats of one sweep point. */
  perPoint: number;
}

export function capturedLayout({ observers, layout, scope }: Plan): CapturedLayout {
  const wanted = Math.max(0, ...observers.map(({ observer }) => observer.snapshot ?? 0));
  const snapshot = Math.min(wanted, layout.particles);
  let perPoint = snapshot * scope.graph.coordinates.length;
  const traces = observers.flatMap(({ observer: { trace } }, observer) => {
    if (trace === undefined) return [];
    const particles = Math.min(trace.particles, layout.particles);
    const placed = { observer, offset: perPoint, particles, records: trace.records };
    perPoint += particles * trace.records;
    return [placed];
  });
  return { snapshot, traces, perPoint };
}

/** Whether nothing that a run counts can change once all of its particles are settled, so that it may end early. */
export const mayEndEarly = ({ observers, method }: Plan): boolean =>
  method.accepted === undefined && observers.length > 0 && observers.every((o) => o.observer.settled !== undefined);
