import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, with its build. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the archive. */
export interface Bundled {
  name: string;
  data: Buffer;
  executable?: boolean;
}

export interface Part {
  part: string;
  files: Bundled[];
}

interface Modules {
  tar: { tarFiles(files: Bundled[]): Buffer; tarEnd: Buffer; untar(archive: Buffer): Map<string, Buffer> };
  files: { checkBuild(root: string): void };
  parts: {
    checkNode(platform: string, variables: Record<string, unknown>): void;
    collect(root: string, options: { version: string; software: boolean }): Part[];
  };
  texts: { launcher(needs: string): string };
  archive: {
    checkSize(octets: number): void;
    pack(parts: Part[], folder: string): Promise<{ rows: { part: string; packed: number }[]; archive: Buffer }>;
  };
}

/** A module of scripts/bundle, which is plain JavaScript, with the types that its tests need. */
export function load<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('the command is not built; npm run build');
  return import(/* @vite-ignore */ new URL(`../../scripts/bundle/${name}.js`, import.meta.url).href);
}
