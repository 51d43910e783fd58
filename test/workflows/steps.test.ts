import { runSteps, type Step, type StepEvent } from "../../workflows/steps";

const deferred = () => {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};

const step = (id: string, after: string[] = [], run: Step["run"] = async () => {}): Step => ({ id, title: id, after, run });
const clock = { now: () => 0 };

test("runs what nothing orders side by side, and the rest in order", async () => {
  const gate = deferred();
  const begun: string[] = [];
  const observe = (event: StepEvent): void => {
    if (event.kind === "started") begun.push(event.id);
    // "c" can only begin while "b" is still running if the two run side by side.
    if (begun.includes("b") && begun.includes("c")) gate.resolve();
  };
  const steps = [step("a"), step("b", ["a"], () => gate.promise), step("c", ["a"]), step("d", ["b", "c"])];
  const records = await runSteps(steps, { ...clock, observe });
  expect(begun).toEqual(["a", "b", "c", "d"]);
  expect(records.map(({ status }) => status)).toEqual(["done", "done", "done", "done"]);
});

test("after a failure nothing begins, and what runs is waited for", async () => {
  const gate = deferred();
  const steps = [
    step("fails", [], async () => {
      setImmediate(gate.resolve);
      throw new Error("no");
    }),
    step("runs", [], () => gate.promise),
    step("independent", ["runs"]),
    step("dependent", ["fails"]),
  ];
  const records = await runSteps(steps, clock);
  expect(records.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "fails failed",
    "runs done",
    "independent skipped",
    "dependent skipped",
  ]);
  expect(records[0]?.error).toEqual(new Error("no"));
});

test("keeps a step's last note", async () => {
  const [record] = await runSteps([step("a", [], async (note) => [note("one"), note("two")].forEach(() => {}))], clock);
  expect(record?.note).toBe("two");
});

test("refuses a step that waits for one that does not come before it", async () => {
  await expect(runSteps([step("a", ["b"]), step("b")], clock)).rejects.toThrow('step "a" waits for "b", which is not listed before it');
});

test("no steps are no trouble", async () => {
  expect(await runSteps([], clock)).toEqual([]);
});
