/**
 * The process of one function: loads its handler and runs it for one event after the other, as Lambda's runtime does.
 * argv: the folder of the code, and the handler as "<file>.<export>". Events come and results go over IPC.
 */
const { join } = require("node:path");

const [, , folder, handler] = process.argv;
const [file, name] = handler.split(".");
const failureOf = (error) => ({ errorType: error?.name ?? "Error", errorMessage: String(error?.message ?? error) });

let run;
try {
  run = require(join(folder, file))[name];
  if (typeof run !== "function")
    throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: "Runtime.HandlerNotFound" });
} catch (error) {
  process.send({ started: false, payload: failureOf(error) });
  process.exit(1);
}

process.on("message", async ({ id, event, context }) => {
  try {
    process.send({ id, failed: false, payload: await run(event, context) });
  } catch (error) {
    process.send({ id, failed: true, payload: failureOf(error) });
  }
});
process.on("disconnect", () => process.exit(0));
process.send({ started: true });
