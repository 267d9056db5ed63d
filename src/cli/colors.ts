import picocolors from 'picocolors';

/** Colours for a stream: none where it is no terminal, where it is a dumb one, or where NO_COLOR is set. */
export function colorsFor(stream: { isTTY?: boolean }): ReturnType<typeof picocolors.createColors> {
  const wanted = stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  return picocolors.createColors(wanted);
}
