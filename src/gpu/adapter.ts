import { ErgodicError } from '../errors';
import { quietly } from './quietly';

/** An opened device and what it can do. `limits` are those the device was granted, in the units of the WebGPU specification. */
export interface Gpu {
  device: GPUDevice;
  info: GpuInfo;
  limits: GPUSupportedLimits;
  features: Set<string>;
}

export interface GpuInfo {
  /** One readable line: vendor, architecture, device, description. */
  adapter: string;
  /** The processor does the work of a graphics card: every result has to say so. */
  software: boolean;
  /** The interface below WebGPU (Vulkan, Metal, D3D12), where the browser tells. */
  backend?: string;
}

export interface DeviceOptions {
  /** `auto`, `software`, or text contained in the adapter's description (in any case). Default `auto`. */
  adapter?: string;
  /** Everything that the adapter allows, or only what every WebGPU device has. Default `adapter`. */
  limits?: 'adapter' | 'default';
  /** The optional features that a fast path can use, or none of them. Default `adapter`. */
  features?: 'adapter' | 'none';
}

/** The limits that decide how large a page, a workgroup and a binding may be. */
const usefulLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxUniformBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

const usefulFeatures = ['subgroups', 'timestamp-query', 'shader-f16'] as const satisfies readonly GPUFeatureName[];

const softwareNames = /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b|software/i;

/** What an adapter says about itself, in one line without repetitions. */
export function describeAdapter(adapter: GPUAdapter): GpuInfo {
  const { vendor, architecture, device, description } = adapter.info;
  const words = [...new Set([vendor, architecture, device, description])].filter((text) => text);
  const line = words.join(' · ') || 'an adapter without a name';
  const software = adapter.info.isFallbackAdapter === true || softwareNames.test(line);
  const backend = (adapter.info as { backend?: string }).backend || undefined;
  return { adapter: line, software, backend };
}

/** The requests to try, in order: an implementation answers each with at most one adapter. */
function requestsFor(wanted: string): GPURequestAdapterOptions[] {
  if (wanted === 'auto') return [{ powerPreference: 'high-performance' }, {}];
  if (wanted === 'software') return [{ forceFallbackAdapter: true }, {}];
  return [
    { powerPreference: 'high-performance' },
    { powerPreference: 'low-power' },
    {},
    { forceFallbackAdapter: true },
  ];
}

/** Whether an adapter is the one that a person asked for. */
export function isWanted(info: GpuInfo, wanted: string): boolean {
  if (wanted === 'auto') return true;
  if (wanted === 'software') return info.software;
  return info.adapter.toLowerCase().includes(wanted.toLowerCase());
}

/** The first adapter that fits, or `undefined`; the names of the others are added to `seen`. */
export async function findAdapter(gpu: GPU, wanted: string, seen: string[] = []): Promise<GPUAdapter | undefined> {
  for (const request of requestsFor(wanted)) {
    const adapter = await gpu.requestAdapter(request);
    if (adapter === null) continue;
    const info = describeAdapter(adapter);
    if (isWanted(info, wanted)) return adapter;
    if (!seen.includes(info.adapter)) seen.push(info.adapter);
  }
  return undefined;
}

/** The error for a person whose wish no adapter fits. */
export function noAdapter(wanted: string, seen: readonly string[], mend: string): ErgodicError {
  const asked = wanted === 'auto' ? 'No WebGPU adapter was found' : `No WebGPU adapter fits "${wanted}"`;
  const found = seen.length > 0 ? ` Found: ${seen.join('; ')}.` : '';
  return new ErgodicError('noAdapter', `${asked}.${found} ${mend}`);
}

function requiredLimits(adapter: GPUAdapter): Record<string, number> {
  const present = usefulLimits.filter((name) => adapter.limits[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, adapter.limits[name]]));
}

/**
 * Opens a device on the adapter that `options.adapter` names, with all that the adapter allows.
 *
 * @throws ErgodicError `noAdapter` when nothing fits; the message says what was found and what to do.
 */
export async function openDevice(gpu: GPU, options: DeviceOptions = {}): Promise<Gpu> {
  const wanted = options.adapter ?? 'auto';
  const seen: string[] = [];
  const adapter = await findAdapter(gpu, wanted, seen);
  if (adapter === undefined) {
    throw noAdapter(wanted, seen, 'Ask for another adapter, or update the graphics driver or the browser.');
  }
  const device = await adapter.requestDevice({
    requiredLimits: options.limits === 'default' ? {} : requiredLimits(adapter),
    requiredFeatures: options.features === 'none' ? [] : usefulFeatures.filter((name) => adapter.features.has(name)),
  });
  return { device, info: describeAdapter(adapter), limits: device.limits, features: new Set(device.features) };
}

/** Waits for the work in flight, then frees the device: Dawn's process crashes at exit when either is left out. */
export async function closeDevice({ device }: Pick<Gpu, 'device'>): Promise<void> {
  await quietly(device.queue.onSubmittedWorkDone()).catch(() => undefined);
  device.destroy();
}
