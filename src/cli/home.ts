import { homedir } from 'node:os';

/** The user's folder; `/` for one without a folder or a name, as in containers with numbers of their own. */
export function home(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
