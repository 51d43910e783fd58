import { ExerciseWorld } from "./exercise-world";

/** A Tuesday, in the window. */
const start = "2026-12-01T10:00:00Z";
const world = () => new ExerciseWorld(start);
const dateOf = ({ at }: { at: Date }) => at.toISOString().slice(0, 10);

test("one day, then back, then nothing for a fortnight; another run changes nothing", async () => {
  const w = world();
  expect(await w.tick(false)).toMatchObject({ from: "sendgrid", to: "ses", status: "would switch" });
  expect(w.switches).toEqual([]);
  expect(await w.tick()).toMatchObject({ to: "ses", status: "switched", warnings: [] });
  expect(await w.tick()).toMatchObject({ status: "waits", until: new Date("2026-12-02T08:00:00Z") });
  expect(await w.at("2026-12-02T09:50:00Z").tick(false)).toMatchObject({ from: "ses", to: "sendgrid", status: "would switch" });
  expect(await w.tick()).toMatchObject({ to: "sendgrid", status: "switched" });
  expect(await w.tick()).toMatchObject({ status: "not due", until: new Date("2026-12-14T23:00:00Z") });
  expect(w.switches.map(({ to }) => to)).toEqual(["ses", "sendgrid"]);
  // Ten minutes before the hour of a fortnight ago.
  expect(await w.at("2026-12-15T09:50:00Z").tick()).toMatchObject({ to: "ses", status: "switched" });
});

test.each([
  ["outside the window", "2026-12-01T18:00:00Z", "2026-12-02T08:00:00Z"],
  ["on a Thursday, since nobody switches back on a Friday", "2026-12-03T10:00:00Z", "2026-12-06T23:00:00Z"],
])("begins later: %s", async (_, now, until) => {
  const outcome = await world().at(now).tick();
  expect(outcome.status).toBe("waits");
  expect(outcome.until?.getTime()).toBeGreaterThanOrEqual(Date.parse(until));
  expect(outcome.until?.getTime()).toBeLessThanOrEqual(Date.parse(until) + 10 * 3_600_000);
});

test.each<[string, (w: ExerciseWorld) => unknown, string]>([
  ["an alarm rings", (w) => Object.assign(w, { alarm: true }), "waits"],
  ["whether one rings cannot be read", (w) => Object.assign(w, { alarm: undefined }), "refused"],
  ["sending is paused", (w) => Object.assign(w, { paused: true }), "waits"],
  ["a rotation has made new credentials current, and the old key works", (w) => w.rotation("intent", "make-current"), "waits"],
  ["the old key was stopped, and is not seen refused", (w) => w.rotation("intent", "make-current", "stop-old"), "waits"],
  ["the standby's login is refused", (w) => w.refusing.add("ses"), "refused"],
])("does not begin while %s", async (_, change, status) => {
  const w = world();
  await change(w);
  expect(await w.tick()).toMatchObject({ status });
  expect(w.switches).toEqual([]);
});

test.each([
  ["a key is proven, and nothing serves it yet", ["intent", "create", "prove"]],
  ["the stopped key waits to be deleted", ["intent", "make-current", "stop-old", "measure"]],
  ["one has ended", ["intent", "make-current", "end"]],
])("begins beside a rotation in which %s", async (_, steps) => {
  const w = world();
  await w.rotation(...steps);
  expect(await w.tick()).toMatchObject({ status: "switched" });
});

test.each([["prove ses"], ["write switch/000001 switch begun"], ["write exercise/000001 out begun"]])(
  "an exercise is strict where a fail-over warns: %s fails",
  async (down) => {
    const w = world();
    w.before = (call) => {
      if (call === down) throw new Error("down");
    };
    const outcome = await w.tick().catch(() => ({ status: "failed" }));
    expect(["refused", "failed"]).toContain(outcome.status);
    expect(w.active()).toBe("sendgrid");
    w.before = () => undefined;
    expect(await w.person("ses")).toMatchObject({ status: "switched" });
  },
);

test("a standby that failed its day is tried again by the next run", async () => {
  const w = world();
  w.refusing.add("ses");
  await w.tick();
  w.refusing.clear();
  expect(await w.later(1).tick()).toMatchObject({ status: "switched" });
});

test("a primary that would not send does not come back", async () => {
  const w = world();
  await w.tick();
  w.refusing.add("sendgrid");
  expect(await w.later(24).tick()).toMatchObject({ status: "refused", refusals: [expect.any(String)] });
  expect(w.active()).toBe("ses");
  w.refusing.clear();
  expect(await w.later(1).tick()).toMatchObject({ to: "sendgrid", status: "switched" });
});

describe("what a person did stays", () => {
  test("a switch to the standby is no exercise, and keeps exercises away until it is taken back and a day has passed", async () => {
    const w = world();
    await w.person("ses");
    for (let day = 0; day < 30; day++) expect(await w.later(24).tick()).toMatchObject({ status: "waits" });
    await w.at("2027-01-04T12:00:00Z").person("sendgrid");
    expect(await w.at("2027-01-05T11:00:00Z").tick()).toMatchObject({ status: "waits", until: new Date("2027-01-05T12:00:00Z") });
    expect(await w.at("2027-01-05T12:00:00Z").tick()).toMatchObject({ status: "switched" });
  });

  test("who says on the standby's day that it is to send is not switched back, though there is nothing to switch", async () => {
    const w = world();
    await w.tick();
    expect(await w.later(2).person("ses")).toMatchObject({ status: "already there", warnings: [] });
    for (let day = 0; day < 20; day++) expect(await w.later(24).tick()).toMatchObject({ status: "waits" });
    expect(w.active()).toBe("ses");
  });

  test("who brings the primary back on the standby's day, or goes there and back, ends it", async () => {
    for (const path of [["sendgrid"], ["sendgrid", "ses"]] as const) {
      const w = world();
      await w.tick();
      for (const to of path) await w.later(1).person(to);
      const active = w.active();
      await w.later(24).tick();
      expect(w.active()).toBe(active);
    }
  });

  test("whoever switches while an exercise does wins", async () => {
    const w = world();
    let racing = true;
    // As if another process wrote between the reading and the writing.
    w.before = async (call) => {
      if (call !== "replace" || !racing) return;
      racing = false;
      await w.person("ses");
    };
    await expect(w.tick()).rejects.toThrow("somebody else");
    const by = w.switches[0]?.by;
    for (let day = 0; day < 3; day++) await w.later(24).tick();
    expect([w.active(), by]).toEqual(["ses", "ada"]);
  });
});

test("two at once: one does it, and the other says so", async () => {
  const w = world();
  const ended = await Promise.allSettled([w.tick(), w.tick()]);
  expect(w.switches).toHaveLength(1);
  expect(ended.filter(({ status }) => status === "fulfilled")).not.toHaveLength(0);
});

test.each([
  ["write exercise/000001 out begun"],
  ["write switch/000001 switch begun"],
  ["replace"],
  ["replaced"],
  ["write switch/000001 switch done"],
  ["write exercise/000001 out done"],
])("a run that dies at: %s; the next ones make one day of it", async (death) => {
  const w = world();
  let alive = true;
  w.before = (call) => {
    if (call === death) alive = false;
    // Nothing that it does afterwards arrives.
    if (!alive) throw new Error("killed");
  };
  await w.tick().catch(() => undefined);
  w.before = () => undefined;
  for (let hour = 0; hour < 24 * 13; hour++)
    await w
      .later(1)
      .tick()
      .catch(() => undefined);
  expect(w.switches.map(({ to }) => to)).toEqual(["ses", "sendgrid"]);
});

test("sixty days: a daily schedule, an alarm, a pause, a rotation and a real outage", async () => {
  const w = new ExerciseWorld("2026-12-01T09:00:00Z");
  const begin = w.now.getTime();
  for (let day = 0; day < 60; day++) {
    // Between 9:00 and 9:50 UTC, in winter 10 in Berlin.
    w.now = new Date(begin + day * 86_400_000 + ((day * 37) % 50) * 60_000);
    w.alarm = day >= 14 && day < 17;
    w.paused = day === 29;
    if (day === 34) await w.rotation("intent", "make-current");
    if (day === 35) await w.rotation("stop-old", "measure", "end");
    if (day === 40) await w.person("ses");
    if (day === 43) await w.person("sendgrid");
    await w.tick();
    await w.tick();
    const scheduled = w.switches.filter(({ by }) => by === "schedule");
    for (const { at } of scheduled) expect([1, 2, 3, 4]).toContain(at.getUTCDay());
  }
  expect(w.switches.map((each) => `${dateOf(each)} ${each.by} ${each.to}`)).toEqual([
    "2026-12-01 schedule ses",
    "2026-12-02 schedule sendgrid",
    // Due on the 15th; the alarm rings until the 17th, and after a Thursday nobody would bring it back.
    "2026-12-21 schedule ses",
    "2026-12-22 schedule sendgrid",
    // A rotation has both keys in motion on the 4th.
    "2027-01-05 schedule ses",
    "2027-01-06 schedule sendgrid",
    "2027-01-10 ada ses",
    "2027-01-13 ada sendgrid",
    "2027-01-19 schedule ses",
    "2027-01-20 schedule sendgrid",
  ]);
});
