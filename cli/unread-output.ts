/**
 * Output that nobody takes ends no work: a closed pipe (`twinpost plan | head`), a terminal that is gone, a full disk. Node would throw,
 * in the middle of an apply too. What is left of the output is dropped, and the verb goes on to its end.
 */

interface Stream {
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  write(text: string): unknown;
}

/** @returns whether output was lost: true once some could not be written, other than to a reader who has read enough. */
export function dropUnread({ stdout, stderr }: { stdout: Stream; stderr: Stream }): () => boolean {
  let lost = false;
  const losing = ({ code }: NodeJS.ErrnoException): boolean => code !== "EPIPE" && !lost;
  stdout.on("error", (error) => {
    if (!losing(error)) return;
    lost = true;
    stderr.write(`the output could not be written (${error.code}), and is incomplete\n`);
  });
  stderr.on("error", (error) => {
    if (losing(error)) lost = true;
  });
  return () => lost;
}
