import philoxText from '../../../shaders/lib/philox.wgsl?raw';
import shiftsText from '../../../shaders/lib/shifts.wgsl?raw';
import shiftsByFloatsText from '../../../shaders/lib/shifts-by-floats.wgsl?raw';
import streamFastText from '../../../shaders/lib/stream-fast.wgsl?raw';
import streamPhiloxText from '../../../shaders/lib/stream-philox.wgsl?raw';
import type { StreamKind } from '../../random';

/** How words are shifted: by the device's own instructions, or by sums of floats where those are slow. The words are the same. */
export type Shifts = 'integer' | 'float';

/** WGSL of Philox and of a path stream. */
export function randomLibrary(stream: StreamKind, shifts: Shifts): string {
  const texts = [
    shifts === 'float' ? shiftsByFloatsText : shiftsText,
    philoxText,
    stream === 'philox' ? streamPhiloxText : streamFastText,
  ];
  return texts.join('\n');
}
