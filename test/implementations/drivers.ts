import { dirname } from 'node:path';
import { type SwiftShader, swiftShaders } from '../../src/cli/swiftshader';
import { driverManifests } from '../../src/cli/vulkan';

/** A Vulkan driver for a program that is started. */
export interface Driver {
  name: string;
  /** What is missing and how it is had; null where the driver is here, and where there is no Vulkan to choose a driver of. */
  missing(): string | null;
  /** The program's environment. What this process set for itself, as `openNodeGpu` does, is overridden. */
  environment(): NodeJS.ProcessEnv;
}

const linux = process.platform === 'linux';

function driver(name: string, find: () => SwiftShader | undefined, remedy: string): Driver {
  return {
    name,
    missing: () => (linux && find() === undefined ? remedy : null),
    environment() {
      const found = find();
      if (found === undefined) return process.env;
      const { manifest, loader } = found;
      const libraries = [loader && dirname(loader), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
      return {
        ...process.env,
        VK_ICD_FILENAMES: manifest,
        VK_DRIVER_FILES: manifest,
        ...(libraries && { LD_LIBRARY_PATH: libraries }),
      };
    },
  };
}

/** The SwiftShader that the tests of Node use. */
export const swiftShader = driver(
  'SwiftShader',
  () => swiftShaders().next().value ?? undefined,
  'no SwiftShader here; npm install @sparticuz/chromium',
);

/** Mesa's driver for processors. */
export const lavapipe = driver(
  'lavapipe',
  () => {
    const manifest = driverManifests().find((path) => path.includes('lvp_icd'));
    return manifest === undefined ? undefined : { from: 'system', manifest };
  },
  'no lavapipe here; apt-get install mesa-vulkan-drivers',
);
