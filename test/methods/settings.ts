import type { Method, MethodSettings } from '../../src/model/method';

type Values = Readonly<Record<string, readonly (number | boolean)[]>>;

/** Numbers that the generic tests give to options by name; an option that is not here takes its default, or is left out. */
const usual: Values = { batch: [1, 2], replacement: [true, false], momentum: [0, 0.5], friction: [0.5, 2] };

/** All combinations of a method's options, at one step; `chosen` overrules the usual values. */
export function variants(method: Method, step: number, chosen: Values = {}): MethodSettings[] {
  const values = { ...usual, ...chosen };
  return Object.entries(method.options).reduce<MethodSettings[]>(
    (list, [name, option]) => {
      if (option.kind === 'group' || (option.kind === 'number' && option.optional && !values[name])) return list;
      const fallback = option.kind === 'flag' ? option.default : (option.default ?? option.least);
      return list.flatMap((settings) => (values[name] ?? [fallback]).map((value) => ({ ...settings, [name]: value })));
    },
    [{ step }],
  );
}

/** Settings in words, for the title of a test. */
export const words = (settings: MethodSettings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
