import type { Html } from '../html';
import type { Fields } from '../read';

export interface KindContext {
  /** The observable's name in the experiment file. */
  name: string;
  /** What the experiment file asked for. */
  spec: Fields;
  /** Number of sweep points on the page: drawings grow plainer as they grow many. */
  points: number;
}

/** How one kind of observable is shown. */
export interface KindReport {
  /** Null where the report does not have the shape that the kind promises. */
  render(report: Fields, context: KindContext): Html | null;
}
