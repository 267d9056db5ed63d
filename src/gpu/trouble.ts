/** What can happen to a device while it works. */
export type TroubleKind = 'lost' | 'out of memory' | 'failed';

/** A device went, or refused work. What it held is gone; another device can go on from a checkpoint. */
export class DeviceTrouble extends Error {
  override readonly name = 'DeviceTrouble';

  constructor(
    readonly kind: TroubleKind,
    readonly reason: string,
  ) {
    super(`${descriptions[kind]}${reason === '' ? '' : `: ${reason}`}`);
  }
}

const descriptions: Readonly<Record<TroubleKind, string>> = {
  lost: 'the device was lost',
  'out of memory': 'the device is out of memory',
  failed: 'the device refused its work',
};

function describe(error: GPUError): DeviceTrouble {
  const text = error.message.split('\n')[0];
  const kind = error.constructor.name === 'GPUOutOfMemoryError' ? 'out of memory' : 'failed';
  return new DeviceTrouble(kind, text);
}

/**
 * Does work that only counts if nothing happens to the device meanwhile, its destruction by whomever included.
 *
 * @param work is left to itself once the device is in trouble: what it then returns or throws is nobody's
 * @throws DeviceTrouble as soon as the device is lost, out of memory or refuses work
 */
export async function watched<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  let fail: (trouble: DeviceTrouble) => void = () => undefined;
  const trouble = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const refused = (event: GPUUncapturedErrorEvent) => {
    event.preventDefault();
    fail(describe(event.error));
  };
  let watching = true;
  device.addEventListener('uncapturederror', refused);
  void device.lost.then(({ message }) => watching && fail(new DeviceTrouble('lost', message)));
  trouble.catch(() => undefined);
  try {
    const done = work();
    done.catch(() => undefined);
    return await Promise.race([done, trouble]);
  } catch (error) {
    throw await told(error, trouble);
  } finally {
    watching = false;
    device.removeEventListener('uncapturederror', refused);
  }
}

/** A lost device fails its work in other words first (a map that was aborted); then its loss is what happened. */
async function told(error: unknown, trouble: Promise<never>): Promise<unknown> {
  if (error instanceof DeviceTrouble) return error;
  const soon = new Promise<never>((_, reject) => setTimeout(() => reject(error), graceMs));
  return Promise.race([trouble, soon]).catch((first) => first);
}

const graceMs = 50;
