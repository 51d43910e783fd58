import { tmpdir } from "node:os";
import { run } from "../../../adapters/process/run";

const options = { directory: tmpdir(), env: process.env };

test("all output arrives, however much it is and however busy we are: the program may write and wait", async () => {
  // Starts to write once everything around it is set up, into a pipe that nobody reads for a second.
  const running = run("sh", ["-c", "sleep 0.4; head -c 3000000 /dev/zero | tr '\\0' x"], options);
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const until = Date.now() + 1_000; Date.now() < until; ) Math.random();
  const { code, stdout, stderr } = await running;
  expect({ code, length: stdout.length, stderr }).toEqual({ code: 0, length: 3_000_000, stderr: "" });
});

test("a program that does not exist is 127, and says so", async () => {
  expect(await run("no-such-program", [], options)).toEqual({ code: 127, stdout: "", stderr: "no-such-program: not found\n" });
});
