import { publishSender, startWorld, stranger } from "./world";

let world: Awaited<ReturnType<typeof startWorld>>;

beforeAll(async () => {
  world = await startWorld();
  publishSender(world.zones, "reject.example", "v=DMARC1; p=reject");
  publishSender(world.zones, "quarantine.example", "v=DMARC1; p=quarantine");
  publishSender(world.zones, "none.example", "v=DMARC1; p=none");
  publishSender(world.zones, "unrelated.example", undefined);
});
afterAll(() => world.stop());

const unfolded = (raw: string): string => raw.replace(/\r\n[ \t]+/g, " ");

describe("a message that is signed and sent as its domain says", () => {
  it("reaches the inbox of each receiver with SPF, DKIM and DMARC passed", async () => {
    for (const name of ["gmail", "outlook", "yahoo"] as const) {
      expect(await world.send(name, { signedBy: "reject.example" })).toMatch(/^250 2\.0\.0 OK [0-9a-f]{12}$/);
      const [results] = /^Authentication-Results: .*$/m.exec(unfolded(await world.latest(name))) ?? [];
      expect(results).toContain(`Authentication-Results: ${world.receiver(name).exchange}; `);
      expect(results).toMatch(/dkim=pass header\.i=@reject\.example header\.s=s1 .* header\.d=reject\.example \(aligned\);/);
      expect(results).toMatch(/spf=pass \(.* designates 127\.0\.10\.1 as permitted sender\) smtp\.mailfrom=bounce@reject\.example/);
      expect(results).toMatch(/dmarc=pass \(p=REJECT dis=NONE\) header\.from=reject\.example policy\.dmarc=reject$/);
      expect(await world.tags(name)).toEqual(["Inbox"]);
    }
  });

  it("carries the return path, the TLS version and cipher, and the client's address", async () => {
    await world.send("gmail", { signedBy: "reject.example" });
    const raw = unfolded(await world.latest("gmail"));
    expect(raw).toMatch(
      /^Return-Path: <bounce@reject\.example>\r\nReceived: from out\.reject\.example \(\[127\.0\.10\.1\]\) by gmail-smtp-in/,
    );
    expect(raw).toMatch(/with ESMTPS \(version=TLSv1\.3 cipher=TLS_\w+\) id [0-9a-f]{12}; \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000\r\n/);
    expect(raw).toMatch(/\r\nDKIM-Signature: /);
  });
});

describe("DKIM", () => {
  it("does not verify once a byte of the body has changed", async () => {
    const tamper = (raw: string): string => raw.replace("Hello Ann", "Hello Anm");
    await world.send("gmail", { signedBy: "reject.example", tamper });
    const raw = unfolded(await world.latest("gmail"));
    expect(raw).toMatch(/dkim=neutral \(body hash did not verify\) .*header\.d=reject\.example/);
    expect(raw).toMatch(/dmarc=pass/);
  });

  it("does not verify once the subject has changed, and DMARC p=reject then refuses what SPF does not save", async () => {
    const tamper = (raw: string): string => raw.replace("Subject: Hello", "Subject: Hellp");
    const mail = { signedBy: "reject.example", tamper, localAddress: stranger };
    await expect(world.send("gmail", mail)).rejects.toMatchObject({ responseCode: 550, response: expect.stringContaining("5.7.26") });
  });

  it("of another domain passes without alignment", async () => {
    await world.send("gmail", { from: "a@none.example", signedBy: "unrelated.example", localAddress: stranger });
    const raw = unfolded(await world.latest("gmail"));
    expect(raw).toMatch(/dkim=pass .*header\.d=unrelated\.example \(not aligned\)/);
    expect(raw).toMatch(/dmarc=fail \(p=NONE dis=NONE\) header\.from=none\.example policy\.dmarc=none/);
  });

  it("of the parent domain is aligned, unless the domain asks for strict alignment", async () => {
    const mail = { from: "a@news.none.example", mailFrom: "b@unrelated.example", signedBy: "none.example" };
    await world.send("gmail", mail);
    expect(unfolded(await world.latest("gmail"))).toMatch(/\(aligned\);.*dmarc=pass .*header\.from=news\.none\.example/);
    world.zones.zoneOf("none.example")?.set("strict", {
      name: "_dmarc.news.none.example",
      ttl: 300,
      type: "TXT",
      strings: ["v=DMARC1; p=none; adkim=s"],
    });
    await world.send("gmail", mail);
    expect(unfolded(await world.latest("gmail"))).toMatch(/\(not aligned\);.*dmarc=fail/);
  });
});

describe("SPF", () => {
  it("fails from an address that the record does not name; an aligned signature still passes DMARC", async () => {
    await world.send("gmail", { signedBy: "reject.example", localAddress: stranger });
    const raw = unfolded(await world.latest("gmail"));
    expect(raw).toMatch(/spf=fail \(.* does not designate 127\.0\.10\.9 as permitted sender\)/);
    expect(raw).toMatch(/dmarc=pass/);
  });
});

describe("DMARC", () => {
  it("is not applied where the domain has two records, whatever its organisational domain asks for", async () => {
    publishSender(world.zones, "double.example", "v=DMARC1; p=reject");
    publishSender(world.zones, "mail.double.example", "v=DMARC1; p=reject");
    world.zones.zoneOf("mail.double.example")?.set("second", {
      ...{ name: "_dmarc.mail.double.example", type: "TXT", ttl: 300 },
      strings: ["v=DMARC1; p=none"],
    });
    await world.send("gmail", { from: "a@mail.double.example", signedBy: "reject.example" });
    expect(unfolded(await world.latest("gmail"))).toMatch(/dmarc=none \(no policy dis=NONE\) header\.from=mail\.double\.example/);
  });

  it("takes SPF of a subdomain for aligned, unless the domain asks for strict alignment", async () => {
    publishSender(world.zones, "relaxed.example", "v=DMARC1; p=none");
    publishSender(world.zones, "strict.example", "v=DMARC1; p=reject; aspf=s");
    for (const domain of ["relaxed.example", "strict.example"]) publishSender(world.zones, `bounce.${domain}`, undefined);
    await world.send("gmail", { from: "a@relaxed.example", mailFrom: "b@bounce.relaxed.example" });
    expect(unfolded(await world.latest("gmail"))).toMatch(/dmarc=pass .*header\.from=relaxed\.example/);
    const mail = { from: "a@strict.example", mailFrom: "b@bounce.strict.example" };
    await expect(world.send("gmail", mail)).rejects.toMatchObject({ responseCode: 550 });
  });

  it.each([
    ["gmail", 550, "5.7.26 Unauthenticated email from reject.example"],
    ["outlook", 550, "5.7.509 Access denied, sending domain reject.example"],
    ["yahoo", 554, "5.7.9 Message not accepted for policy reasons"],
  ] as const)("p=reject makes %s refuse what fails", async (name, responseCode, text) => {
    await world.empty(name);
    const mail = { mailFrom: "b@unrelated.example" };
    await expect(world.send(name, mail)).rejects.toMatchObject({ responseCode, response: expect.stringContaining(text) });
    expect(await (await world.get(name, "/api/v1/messages")).json()).toMatchObject({ total: 0 });
  });

  it.each(["gmail", "outlook", "yahoo"] as const)("p=quarantine makes %s put what fails into Junk", async (name) => {
    await world.send(name, { from: "a@quarantine.example", mailFrom: "b@unrelated.example" });
    expect(await world.tags(name)).toEqual(["Junk"]);
    expect(unfolded(await world.latest(name))).toMatch(/dmarc=fail \(p=QUARANTINE dis=QUARANTINE\)/);
  });

  it("absent leaves mail that SPF passes in the inbox", async () => {
    await world.send("gmail", { from: "a@unrelated.example", mailFrom: "b@unrelated.example" });
    expect(await world.tags("gmail")).toEqual(["Inbox"]);
    expect(unfolded(await world.latest("gmail"))).toMatch(/dmarc=none \(no policy dis=NONE\) header\.from=unrelated\.example/);
  });
});

describe("mail that neither SPF nor DKIM authenticates", () => {
  it.each([
    ["gmail", 550, "5.7.26 This email has been blocked because the sender is unauthenticated"],
    ["outlook", 550, "5.7.515 Access denied, sending domain none.example does not meet"],
    ["yahoo", 554, "5.7.9"],
  ] as const)("is refused by %s even under p=none", async (name, responseCode, text) => {
    const mail = { from: "a@none.example", mailFrom: "b@none.example", localAddress: stranger };
    await expect(world.send(name, mail)).rejects.toMatchObject({ responseCode, response: expect.stringContaining(text) });
  });
});

describe("the connection", () => {
  it("must be encrypted before MAIL", async () => {
    await expect(world.send("gmail", { signedBy: "reject.example", ignoreTls: true })).rejects.toMatchObject({
      responseCode: 530,
      response: expect.stringContaining("5.7.0 Must issue a STARTTLS command first"),
    });
  });

  it("may be plain while STARTTLS is not offered, and the message says so", async () => {
    world.receiver("yahoo").setStartTls(false);
    await world.send("yahoo", { signedBy: "reject.example", newConnection: true });
    expect(unfolded(await world.latest("yahoo"))).toMatch(/with ESMTP id/);
    world.receiver("yahoo").setStartTls(true);
    await world.send("yahoo", { signedBy: "reject.example", newConnection: true });
    expect(unfolded(await world.latest("yahoo"))).toMatch(/with ESMTPS \(version=TLSv1\.3/);
  });

  it("relays nothing to other domains", async () => {
    const mail = { signedBy: "reject.example", to: "ann@example.org" };
    await expect(world.send("gmail", mail)).rejects.toMatchObject({ responseCode: 550, response: expect.stringContaining("5.7.1") });
  });

  it("is deferred when DNS fails", async () => {
    const mail = { from: "a@loop.example", mailFrom: "b@loop.example" };
    const zone = world.zones.open("loop.example", []);
    for (const name of ["loop.example", "_dmarc.loop.example"]) zone.set(name, { name, ttl: 300, type: "CNAME", target: name });
    await expect(world.send("gmail", mail)).rejects.toMatchObject({ responseCode: 451 });
  });
});

describe("the records", () => {
  it("name each receiver's exchange, and the route leads to its port", async () => {
    for (const { domain, exchange, host, port } of world.receivers.receivers) {
      expect(world.zones.resolve(domain, "MX").records).toMatchObject([{ type: "MX", target: exchange }]);
      expect(world.zones.resolve(exchange, "A").records).toMatchObject([{ type: "A", target: "127.0.0.1" }]);
      expect(world.receivers.route(`${exchange.toUpperCase()}.`)).toEqual({ host, port });
    }
    expect(world.receivers.route("mx.example.org")).toBeUndefined();
  });
});
