import dgram from "node:dgram";
import { cloudflareNameServers, providerNameServers } from "../../../sandbox/dns/name-servers";
import { publishReverse } from "../../../sandbox/dns/reverse";
import { type DnsService, startDns } from "../../../sandbox/dns/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { ProviderZone } from "../../../sandbox/sendgrid/provider-zone";
import { askTcp, askUdp, edns, framed, query } from "./ask";

const ada = "127.0.53.1";
const bob = "127.0.53.2";
const provider = "127.0.53.3";
const recursive = "127.0.53.53";

let dns: DnsService;
const zones = new ZoneStore();

beforeAll(async () => {
  const zone = zones.open("example.com", cloudflareNameServers);
  zone.set("1", { name: "example.com", ttl: 300, type: "TXT", strings: ["v=spf1 -all"] });
  zone.set("2", { name: "s1._domainkey.mail.example.com", ttl: 300, type: "CNAME", target: "s1.domainkey.u1.wl.sendgrid.net" });
  zone.set("3", { name: "long.example.com", ttl: 300, type: "TXT", strings: ["a".repeat(255), "b".repeat(255), "c".repeat(255)] });
  zones
    .open("sendgrid.net", providerNameServers)
    .set("1", { name: "s1.domainkey.u1.wl.sendgrid.net", ttl: 300, type: "TXT", strings: ["k=rsa; p=AAAA"] });
  dns = await startDns(zones);
});
afterAll(() => dns.stop());

describe("an authoritative name server", () => {
  it("answers with authority, from each of the zone's servers", async () => {
    for (const address of [ada, bob]) {
      const reply = await askUdp(address, dns.port, query("example.com", "TXT"));
      expect(reply).toMatchObject({ rcode: "NOERROR", flag_aa: true, flag_ra: false, flag_rd: true, id: 4711 });
      expect(reply.answers).toMatchObject([{ type: "TXT", data: [Buffer.from("v=spf1 -all")], ttl: 300 }]);
    }
  });

  it("refuses a zone that it does not hold, and names that nobody holds", async () => {
    expect(await askUdp(provider, dns.port, query("example.com", "TXT"))).toMatchObject({ rcode: "REFUSED", flag_aa: false, answers: [] });
    expect(await askUdp(ada, dns.port, query("example.org", "A"))).toMatchObject({ rcode: "REFUSED" });
  });

  it("leaves a CNAME to another operator's zone unfollowed", async () => {
    const reply = await askUdp(ada, dns.port, query("s1._domainkey.mail.example.com", "TXT"));
    expect(reply.answers).toMatchObject([{ type: "CNAME", data: "s1.domainkey.u1.wl.sendgrid.net" }]);
    expect(reply.authorities).toEqual([]);
  });

  it("tells a missing name from a missing type, with the SOA either way", async () => {
    const missingName = await askUdp(ada, dns.port, query("nothing.example.com", "A"));
    const missingType = await askUdp(ada, dns.port, query("example.com", "AAAA"));
    const emptyNonTerminal = await askUdp(ada, dns.port, query("_domainkey.mail.example.com", "TXT"));
    expect([missingName.rcode, missingType.rcode, emptyNonTerminal.rcode]).toEqual(["NXDOMAIN", "NOERROR", "NOERROR"]);
    for (const reply of [missingName, missingType, emptyNonTerminal]) {
      expect(reply.answers).toEqual([]);
      expect(reply.authorities).toMatchObject([{ type: "SOA", name: "example.com", data: { mname: "ada.ns.cloudflare.com" } }]);
    }
  });

  it("answers NS and SOA at the apex, and NODATA for a type it has never heard of", async () => {
    const ns = await askUdp(ada, dns.port, query("example.com", "NS"));
    expect(ns.answers?.map((each) => "data" in each && each.data)).toEqual(["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]);
    expect((await askUdp(ada, dns.port, query("Example.COM", "SOA"))).answers).toMatchObject([{ type: "SOA" }]);
    expect(await askUdp(ada, dns.port, query("example.com", "UNKNOWN_65"))).toMatchObject({ rcode: "NOERROR", answers: [] });
  });
});

describe("the wire", () => {
  it("truncates over UDP what is larger than 512 bytes, or than the client's EDNS size", async () => {
    const plain = await askUdp(ada, dns.port, query("long.example.com", "TXT"));
    const small = await askUdp(ada, dns.port, query("long.example.com", "TXT", edns(600)));
    const large = await askUdp(ada, dns.port, query("long.example.com", "TXT", edns(1232)));
    expect([plain, small, large].map((reply) => [reply.flag_tc, reply.answers?.length])).toEqual([
      [true, 0],
      [true, 0],
      [false, 1],
    ]);
  });

  it("answers EDNS with EDNS only when asked with it, and an unknown version with BADVERS", async () => {
    expect((await askUdp(ada, dns.port, query("example.com", "TXT"))).additionals).toEqual([]);
    expect((await askUdp(ada, dns.port, query("example.com", "TXT", edns(1232)))).additionals).toMatchObject([{ type: "OPT" }]);
    const unknownVersion = await askUdp(ada, dns.port, query("example.com", "TXT", edns(1232, 1)));
    expect(unknownVersion).toMatchObject({ answers: [], additionals: [{ type: "OPT", extendedRcode: 1 }] });
  });

  it.each([true, false])("copies the DO bit (RFC 3225 3): %s", async (isSet) => {
    const [opt] = edns(1232).additionals ?? [];
    const asked = { ...opt, flags: isSet ? 0x8000 : 0 } as NonNullable<typeof opt>;
    const { additionals } = await askUdp(ada, dns.port, query("example.com", "TXT", { additionals: [asked] }));
    expect(additionals).toMatchObject([{ type: "OPT", flag_do: isSet }]);
  });

  it("reassembles a TCP message that came in pieces", async () => {
    const message = framed(query("long.example.com", "TXT"));
    const pieces = [message.subarray(0, 1), message.subarray(1, 9), message.subarray(9)];
    const [reply] = await askTcp(ada, dns.port, pieces);
    expect(reply).toMatchObject({ rcode: "NOERROR", flag_tc: false, answers: [{ type: "TXT" }] });
  });

  it("answers each of several pipelined TCP messages", async () => {
    const both = Buffer.concat([framed(query("example.com", "TXT", { id: 1 })), framed(query("nothing.example.com", "A", { id: 2 }))]);
    const replies = await askTcp(recursive, dns.port, [both], 2);
    expect(replies.map((reply) => [reply.id, reply.rcode])).toEqual([
      [1, "NOERROR"],
      [2, "NXDOMAIN"],
    ]);
  });

  it("answers garbage with FORMERR and goes on", async () => {
    const garbage = Buffer.from("12345678901234567890-this-is-no-dns-packet");
    garbage[2] = 0;
    expect(await askUdp(ada, dns.port, garbage)).toMatchObject({ rcode: "FORMERR", id: garbage.readUInt16BE(0) });
    expect(await askUdp(ada, dns.port, query("example.com", "TXT"))).toMatchObject({ rcode: "NOERROR" });
  });

  it("does not answer an answer, lest two servers talk for ever", async () => {
    const answer = framed({ ...query("example.com", "TXT", { id: 1 }), type: "response" });
    const [reply] = await askTcp(ada, dns.port, [answer, framed(query("example.com", "TXT", { id: 2 }))]);
    expect(reply).toMatchObject({ id: 2 });
  });

  it("refuses what it does not implement: updates, several questions, other classes", async () => {
    const update = await askUdp(ada, dns.port, query("example.com", "SOA", { flags: 5 << 11 }));
    const two = await askUdp(ada, dns.port, {
      type: "query",
      questions: [
        { name: "a.example.com", type: "A" },
        { name: "b.example.com", type: "A" },
      ],
    });
    const chaos = await askUdp(ada, dns.port, { type: "query", questions: [{ name: "version.bind", type: "TXT", class: "CH" }] });
    expect([update.rcode, two.rcode, chaos.rcode]).toEqual(["NOTIMP", "FORMERR", "REFUSED"]);
  });
});

describe("the recursive resolver", () => {
  it("follows a CNAME into another zone, without authority", async () => {
    const reply = await askUdp(recursive, dns.port, query("s1._domainkey.mail.example.com", "TXT"));
    expect(reply).toMatchObject({ rcode: "NOERROR", flag_aa: false, flag_ra: true });
    expect(reply.answers?.map((each) => each.type)).toEqual(["CNAME", "TXT"]);
  });

  it("gives NXDOMAIN with the chain when a CNAME dangles, and SERVFAIL for a loop", async () => {
    const zone = zones.open("example.com", cloudflareNameServers);
    zone.set("dangling", { name: "dangling.example.com", ttl: 300, type: "CNAME", target: "gone.sendgrid.net" });
    zone.set("loop", { name: "loop.example.com", ttl: 300, type: "CNAME", target: "loop.example.com" });
    const dangling = await askUdp(recursive, dns.port, query("dangling.example.com", "TXT"));
    expect(dangling).toMatchObject({ rcode: "NXDOMAIN", answers: [{ type: "CNAME", data: "gone.sendgrid.net" }] });
    expect(dangling.authorities).toMatchObject([{ type: "SOA", name: "sendgrid.net" }]);
    expect(await askUdp(recursive, dns.port, query("loop.example.com", "TXT"))).toMatchObject({ rcode: "SERVFAIL" });
  });
});

describe("a name above a zone", () => {
  it.each(["net", "domainkey.u1.wl.sendgrid.net", "com", "."])("%s exists, without data (RFC 8020)", async (name) => {
    const reply = await askUdp(recursive, dns.port, query(name, "NS"));
    expect([name, reply.rcode, reply.answers]).toEqual([name, "NOERROR", []]);
  });

  it("is an empty non-terminal of the zone above it too, at its own servers", async () => {
    zones.open("deep.child.example.com", providerNameServers);
    for (const address of [ada, recursive])
      expect(await askUdp(address, dns.port, query("child.example.com", "TXT"))).toMatchObject({ rcode: "NOERROR", answers: [] });
    expect(await askUdp(ada, dns.port, query("childe.example.com", "TXT"))).toMatchObject({ rcode: "NXDOMAIN" });
  });
});

describe("an address that mail is sent from", () => {
  it.each([
    ["1.10.0.127.in-addr.arpa", "o1.ptr1.sendgrid.net", "127.0.10.1"],
    ["2.10.0.127.in-addr.arpa", "a10-2.smtp-out.amazonses.com", "127.0.10.2"],
  ])("%s has a name, which leads back to it", (reverse, host, address) => {
    const store = new ZoneStore();
    new ProviderZone(store, 1);
    store.open("amazonses.com", providerNameServers);
    publishReverse(store, "127.0.10.2", "a10-2.smtp-out.amazonses.com");
    expect(store.resolve(reverse, "PTR").records).toMatchObject([{ target: host }]);
    expect(store.resolve(host, "A").records).toMatchObject([{ target: address }]);
  });
});

describe("the service", () => {
  it("runs twice at the same time, on ports of their own", async () => {
    const second = await startDns(new ZoneStore());
    expect(second.port).not.toBe(dns.port);
    expect(await askUdp(ada, second.port, query("example.com", "TXT"))).toMatchObject({ rcode: "REFUSED" });
    await second.stop();
  });

  it("tries another port when the first is taken at one of the addresses", async () => {
    const createSocket = failFirstBind("EADDRINUSE");
    const second = await startDns(new ZoneStore());
    expect(createSocket).toHaveBeenCalledTimes(8);
    expect(await askUdp(provider, second.port, query("example.com", "A"))).toMatchObject({ rcode: "REFUSED" });
    await second.stop();
  });

  it("says that it needs Linux where its addresses do not exist", async () => {
    failFirstBind("EADDRNOTAVAIL");
    await expect(startDns(new ZoneStore())).rejects.toMatchObject({
      name: "SandboxError",
      message: expect.stringContaining("127.0.53.53, which does not exist here"),
      remedy: expect.stringContaining("run the sandbox on Linux"),
    });
  });

  it("frees its port at all addresses when it stops", async () => {
    const second = await startDns(new ZoneStore());
    await second.stop();
    await expect(askTcp(recursive, second.port, [])).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

function failFirstBind(code: string): jest.SpyInstance {
  const socket = dgram.createSocket("udp4");
  return jest.spyOn(dgram, "createSocket").mockImplementationOnce(() => {
    socket.bind = () => {
      process.nextTick(() => socket.emit("error", Object.assign(new Error(code), { code })));
      return socket;
    };
    return socket;
  });
}
