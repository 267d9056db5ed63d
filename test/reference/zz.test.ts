import { test } from 'vitest';
import { linear, mullerBrown, problem } from './problem';

const out = (...a: unknown[]) => process.stdout.write(a.map(String).join(' ') + '\n');
function time<T>(n: string, f: () => T) {
  const t = performance.now();
  const r = f();
  out('TIME', n, 'ms', (performance.now() - t).toFixed(1));
  return r;
}
test('x', () => {
  for (let i = 0; i < 3; i++) {
    const p = problem(['x'], '(x^2-1)^2+0.2*x');
    const d = time('1d density', () => p.density(0.5)!);
    time('1d 100 bins', () => d.bins1d(p.read('x'), linear(-2.5, 2.5, 100)));
    time('1d mean', () => d.mean(p.read('x^2')));
    const m = problem(['x', 'y'], mullerBrown);
    const e = time('mb density', () => m.density(15)!);
    time('mb 60x60', () => e.bins2d(m.read('x'), m.read('y'), linear(-1.7, 1.3, 60), linear(-0.5, 2.2, 60)));
    time('mb bins y', () => e.bins1d(m.read('y'), linear(-0.5, 2.2, 60)));
    time('mb mean', () => e.mean(m.read('x*y')));
    const t1 = time('mb levels', () => e.bins1d(m.read('x-y'), linear(-3, 1, 60)));
    out(!!t1);
    out('TIMEU', e.bins1d(m.potential, linear(-140, 0, 14))?.masses);
    const f = problem(['v', 'x[9]'], 'v^2/18+9*v/2+exp(-v)*dot(x,x)/2');
    const g = time('funnel', () => f.density(1)!);
    time('funnel x bins', () => g.bins1d(f.read('x1'), linear(-9, 9, 60)));
    time('funnel cells', () => g.bins2d(f.read('x1'), f.read('v'), linear(-9, 9, 60), linear(-9, 9, 60)));
  }
});
