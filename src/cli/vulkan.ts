import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { home } from './home';

/** glibc's flag that keeps a library in memory although its last handle was closed. */
const RTLD_NODELETE = 0x1000;

/**
 * Maps the Vulkan loader into this process, by name (the system's) or by path (a browser's). Returns whether it is there.
 *
 * Node closes a library that is no addon and throws "did not self-register", but RTLD_NODELETE keeps it under its own
 * name libvulkan.so.1, which is what Dawn opens later. A loader outside the search path would otherwise need
 * LD_LIBRARY_PATH, which is read only when a process starts.
 */
export function mapVulkanLoader(library: string): boolean {
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen;
  try {
    process.dlopen({ exports: {} }, library, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
    return true;
  } catch (error) {
    return error instanceof Error && error.message.includes('did not self-register');
  }
}

/** Where drivers leave their manifests on Linux; the last is where containers on NVIDIA hosts mount theirs. */
function manifestFolders(): string[] {
  const data = process.env.XDG_DATA_HOME || join(home(), '.local/share');
  const shared = (process.env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(delimiter);
  const roots = ['/etc', '/etc/xdg', data, ...shared, '/usr/local/nvidia/share'];
  return [...new Set(roots)].map((root) => join(root, 'vulkan/icd.d'));
}

const chosenByUser = process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES;

/** The manifests (`.json` files) of this system's Vulkan drivers, or those the environment names. */
export function driverManifests(): string[] {
  if (chosenByUser) return chosenByUser.split(delimiter);
  const listed = manifestFolders().flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [],
  );
  return listed.filter((path) => path.endsWith('.json'));
}

/** Lets the next instance of Dawn see these drivers only; older loaders read the first name, newer ones the second. */
export function useDrivers(manifests: readonly string[]): void {
  process.env.VK_ICD_FILENAMES = manifests.join(delimiter);
  process.env.VK_DRIVER_FILES = manifests.join(delimiter);
}
