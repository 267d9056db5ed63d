import type { MethodContext } from '../../model/method';
import type { Plan, SweepPoint } from '../../model/plan';
import type { Target } from '../../model/target';

/** What a method's coefficients depend on at a sweep point. */
export function methodContext(target: Target, { temperature }: Pick<SweepPoint, 'temperature'>): MethodContext {
  const own = target.noise === null ? Number.NaN : 0.5;
  return { temperature: temperature ?? own, rows: target.rows?.train.count ?? 0 };
}

/** The method's coefficients at a sweep point, in f64. */
export function coefficientsAt({ method, target, points }: Plan, point: number): Readonly<Record<string, number>> {
  return method.coefficients(points[point].method, methodContext(target, points[point]));
}
