import { flatSharp } from '../../landscapes/flatSharp';

/** The landscape's two wells of equal depth, flat at −1 and sharp at +1; for −c in place of c they are mirrored. */
export const flatAndSharp = (() => {
  const { potential, parameters } = flatSharp.formula(1);
  const top = flatSharp.exact.find(({ quantity }) => quantity.kind === 'critical' && quantity.type === 'maximum');
  if (top?.quantity.kind !== 'critical') throw new Error('the landscape flat-sharp states no top of its barrier');
  return {
    potential,
    c: parameters.c,
    /** Where the barrier has its top. */
    top: top.quantity.at[0],
    /** Its height. */
    barrier: top.value,
    /** U'' at the bottoms of the wells at −1 and at 1. */
    curvatureAt: (well: -1 | 1, c: number) => 8 * Math.exp(well * c),
  };
})();
