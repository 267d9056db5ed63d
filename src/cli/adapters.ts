import { ErgodicError } from '../errors';
import { describeAdapter, findAdapter, type GpuInfo, noAdapter } from '../gpu/adapter';
import { type SwiftShader, type SwiftShaderSource, swiftShaders } from './swiftshader';
import { driverManifests, mapVulkanLoader, useDrivers } from './vulkan';

/** Dawn in this process. Close its devices first (`closeDevice`), then this; the process then ends by itself. */
export interface NodeGpu {
  readonly gpu: GPU;
  /** The choice by which `openDevice` finds the adapter again: Dawn is held to one where it was asked for by Dawn's name. */
  readonly choice: string;
  /** Where the driver comes from: `system`, or the folder of the SwiftShader in use. */
  readonly driver: string;
  close(): Promise<void>;
}

type Dawn = typeof import('webgpu');

const putDriver = {
  linux:
    'Install a graphics driver with Vulkan, or a software adapter: npm install --save-dev @sparticuz/chromium (x64)',
  debian: 'or: sudo apt-get install chromium',
  other: 'Update the graphics driver or the operating system: Dawn uses Metal on macOS and Direct3D 12 on Windows',
};

/** The sentence that says how this machine gets an adapter. */
function remedy(): string {
  return process.platform === 'linux' ? `${putDriver.linux}, ${putDriver.debian}` : putDriver.other;
}

const askDoctor = '`ergodic doctor` says what is missing.';
const nameOne = 'Name one of these after --adapter, or use --adapter auto; `ergodic doctor` lists them all.';

/** An old system library is not mended by installing again. */
function loadRemedy(cause: unknown): string {
  const found = cause instanceof Error ? cause.message.split('\n')[0] : '';
  return /GLIBC|version .* not found/.test(found)
    ? `${found}: this system's libraries are too old for it. Run in a newer container`
    : 'Install it: npm install webgpu';
}

/** Loads Dawn and puts its constants (GPUBufferUsage, …) where a browser has them; the GPU itself stays out of there. */
async function loadDawn(): Promise<Dawn> {
  try {
    const dawn = await import('webgpu');
    Object.assign(globalThis, dawn.globals);
    return dawn;
  } catch (cause) {
    const message = `WebGPU for Node does not load on ${process.platform}-${process.arch}. ${loadRemedy(cause)}`;
    throw new ErgodicError('noAdapter', message, { cause });
  }
}

/** The adapters that Dawn sees, by its own names. It tells them only when it is asked for one that is not there. */
async function dawnNames(dawn: Dawn): Promise<string[]> {
  try {
    await dawn.create(['adapter=\u0001']).requestAdapter();
    return [];
  } catch (error) {
    return [...String(error).matchAll(/name: '(.*)'/g)].map((match) => match[1]);
  }
}

function hold(gpu: GPU, choice: string, driver: string): NodeGpu {
  const held: { gpu?: GPU } = { gpu };
  return {
    get gpu() {
      if (!held.gpu) throw new ErgodicError('internal', 'This GPU was closed.');
      return held.gpu;
    },
    choice,
    driver,
    async close() {
      held.gpu = undefined;
      // Callbacks of destroyed devices still arrive in the next turns of the event loop.
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

/** Dawn on the drivers that are set now, if one of their adapters fits. */
async function attempt(dawn: Dawn, wanted: string, driver: string, seen: string[]): Promise<NodeGpu | undefined> {
  const names = wanted === 'auto' || wanted === 'software' ? [] : await dawnNames(dawn);
  const named = names.find((name) => name.toLowerCase().includes(wanted.toLowerCase()));
  const gpu = dawn.create(named === undefined ? [] : [`adapter=${named}`]);
  const choice = named === undefined ? wanted : 'auto';
  return (await findAdapter(gpu, choice, seen)) ? hold(gpu, choice, driver) : undefined;
}

/** A driver without the loader is common in containers: a browser's loader serves it as well. */
function mapAnyLoader(): boolean {
  if (mapVulkanLoader('libvulkan.so.1')) return true;
  for (const { loader } of swiftShaders()) if (loader && mapVulkanLoader(loader)) return true;
  return false;
}

/** Makes the system's own drivers visible. Returns whether there is any point in asking: without, Dawn only complains. */
function prepareSystem(): boolean {
  if (process.platform !== 'linux') return true;
  const manifests = driverManifests();
  if (manifests.length === 0 || !mapAnyLoader()) return false;
  useDrivers(manifests);
  return true;
}

/** Makes one SwiftShader visible, with its own loader where the system has none. */
function prepareSoftware({ manifest, loader }: SwiftShader): boolean {
  if (!mapVulkanLoader('libvulkan.so.1') && !(loader && mapVulkanLoader(loader))) return false;
  useDrivers([manifest]);
  return true;
}

async function openSoftware(dawn: Dawn, wanted: string, source: SwiftShaderSource, seen: string[]) {
  for (const found of swiftShaders(source)) {
    const opened = prepareSoftware(found) ? await attempt(dawn, wanted, found.from, seen) : undefined;
    if (opened) return opened;
  }
  return undefined;
}

/**
 * Opens Dawn on the adapter that `choice` names: `auto` (hardware first, SwiftShader where there is none), `software`, or
 * text contained in the adapter's description or in Dawn's name of it. Pass the `choice` of what is returned to `openDevice`.
 *
 * @param source where SwiftShader may come from.
 * @throws ErgodicError `noAdapter` with the command that mends it.
 */
export async function openNodeGpu(choice = 'auto', source: SwiftShaderSource = 'auto'): Promise<NodeGpu> {
  const dawn = await loadDawn();
  const seen: string[] = [];
  const system = async () => (prepareSystem() ? attempt(dawn, choice, 'system', seen) : undefined);
  const software = () => openSoftware(dawn, choice, source, seen);
  const order = choice === 'software' ? [software, system] : [system, software];
  const opened = (await order[0]()) ?? (await order[1]());
  if (!opened) throw noAdapter(choice, seen, seen.length > 0 ? nameOne : `${remedy()}; ${askDoctor}`);
  return opened;
}

/** One adapter, as `doctor` prints it. */
export interface ListedAdapter extends GpuInfo {
  driver: string;
  limits: Record<string, number>;
  features: string[];
}

/** What this machine has, and for each thing it lacks the command that mends it. */
export interface AdapterReport {
  drivers: string[];
  adapters: ListedAdapter[];
  missing: { what: string; mend: string }[];
}

/** Every adapter of the drivers that are set now, with Dawn's name of it. */
async function listed(dawn: Dawn, driver: string): Promise<ListedAdapter[]> {
  const found: ListedAdapter[] = [];
  for (const name of await dawnNames(dawn)) {
    const adapter = await dawn.create([`adapter=${name}`]).requestAdapter();
    if (adapter === null) continue;
    const { adapter: line, ...info } = describeAdapter(adapter);
    found.push({ adapter: `${line} (${name})`, ...info, driver, ...abilities(adapter) });
  }
  return found;
}

function abilities(adapter: GPUAdapter): Pick<ListedAdapter, 'limits' | 'features'> {
  const limits: Record<string, number> = {};
  for (const name in adapter.limits) limits[name] = adapter.limits[name as keyof GPUSupportedLimits] as number;
  return { limits, features: [...adapter.features].sort() };
}

async function listSoftware(dawn: Dawn): Promise<ListedAdapter[]> {
  for (const found of swiftShaders()) {
    const adapters = prepareSoftware(found) ? await listed(dawn, found.from) : [];
    if (adapters.length > 0) return adapters;
  }
  return [];
}

function missingFrom(system: readonly ListedAdapter[], software: readonly ListedAdapter[]): AdapterReport['missing'] {
  const missing: AdapterReport['missing'] = [];
  if (system.length === 0 && process.platform === 'linux') {
    const nvidia = 'in a container on an NVIDIA host: NVIDIA_DRIVER_CAPABILITIES=all';
    missing.push({ what: 'no graphics driver with Vulkan', mend: `install the card's driver (${nvidia})` });
  }
  if (software.length === 0 && process.platform === 'linux')
    missing.push({ what: 'no software adapter', mend: remedy() });
  if (system.length + software.length === 0) missing.push({ what: 'no adapter at all', mend: remedy() });
  return missing;
}

/** Every adapter that Dawn can use here, the drivers on this machine, and what is missing. */
export async function listAdapters(): Promise<AdapterReport> {
  const dawn = await loadDawn();
  const system = prepareSystem() ? await listed(dawn, 'system') : [];
  const software = process.platform === 'linux' ? await listSoftware(dawn) : [];
  const drivers = process.platform === 'linux' ? driverManifests() : ['system'];
  return { drivers, adapters: [...system, ...software], missing: missingFrom(system, software) };
}
