import { Testing } from "cdktf";
import type { OrganisationalDomain } from "../../declaration/schema/organisation";
import { OrganisationStack, type OrganisationStackProps } from "../../stacks/organisation-stack";
import { cloudflareOf, publishedByHand } from "../declaration/cloudflare-of";
import { dev } from "../fixtures/environments/dev";
import { organisation } from "../fixtures/environments/organisation";
import { prod } from "../fixtures/environments/prod";
import { testingApp } from "./testing-app";

interface Synthesised {
  resource: { cloudflare_dns_record: Record<string, { type: string; name: string; content: string; zone_id: string; priority?: number }> };
  terraform: { backend: { s3: Record<string, unknown> }; required_providers: object };
  output: { records: { value: { type: string; name: string }[] } };
}

const [com, net] = organisation.domains as [OrganisationalDomain, OrganisationalDomain];
const declared: OrganisationStackProps = {
  organisation: {
    ...organisation,
    domains: [com, { ...net, spf: { alsoInclude: ["_spf.google.com"] }, parkedNames: ["old.example.net"] }],
  },
  // Its reports go to a domain of ours in another zone.
  environments: [prod, { ...dev, dmarc: { ...dev.dmarc, reportTo: ["dmarc-reports@example.com"] } }],
};
const stack = JSON.parse(Testing.synth(new OrganisationStack(testingApp(), declared), false)) as Synthesised;
const records = Object.entries(stack.resource.cloudflare_dns_record);

test("each organisational domain has its records in its zone; addresses are a contract", () => {
  const lines = records.map(([id, { type, name, priority, content }]) =>
    [id, type, name, priority, content].filter((part) => part !== undefined).join(" "),
  );
  expect(`\n${lines.sort().join("\n")}\n`).toMatchInlineSnapshot(`
"
example-com_dmarc TXT _dmarc.example.com "v=DMARC1; p=none; sp=none; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.com"
example-com_dmarc-reports-of-mail-dev-example-net TXT mail.dev.example.net._report._dmarc.example.com "v=DMARC1"
example-com_spf TXT example.com "v=spf1 ~all"
example-com_tls-rpt TXT _smtp._tls.example.com "v=TLSRPTv1; rua=mailto:tls-reports@example.com"
example-net_dmarc TXT _dmarc.example.net "v=DMARC1; p=none; sp=none; np=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.net"
example-net_old-example-net-dmarc TXT _dmarc.old.example.net "v=DMARC1; p=reject; adkim=r; aspf=r; rua=mailto:dmarc-reports@example.net"
example-net_old-example-net-null-mx MX old.example.net 0 .
example-net_old-example-net-spf TXT old.example.net "v=spf1 -all"
example-net_spf TXT example.net "v=spf1 include:_spf.google.com ~all"
example-net_tls-rpt TXT _smtp._tls.example.net "v=TLSRPTv1; rua=mailto:tls-reports@example.net"
"
`);
});

test("a record lies in the zone of its name", () => {
  for (const [, { name, zone_id }] of records) expect(zone_id).toBe(cloudflareOf(name.endsWith("example.net") ? net : com).zoneId);
});

test("state lies apart from every environment's", () => {
  expect(stack.terraform.backend.s3).toMatchObject({
    bucket: "twinpost-state-444455556666-eu-west-1",
    key: "organisation/terraform.tfstate",
    use_lockfile: true,
  });
});

test("only Cloudflare is changed", () => {
  expect(Object.keys(stack.terraform.required_providers)).toEqual(["cloudflare"]);
  expect(Object.keys(stack.resource)).toEqual(["cloudflare_dns_record"]);
});

test("the outputs tell every record that is declared", () => {
  expect(stack.output.records.value.map(({ type, name }) => `${type} ${name}`).sort()).toEqual(
    records.map(([, { type, name }]) => `${type} ${name}`).sort(),
  );
});

test("a domain whose DNS is kept elsewhere is told, beside one at Cloudflare that is made; without any, Cloudflare is not asked", () => {
  const elsewhere = publishedByHand<OrganisationalDomain>;
  const synthesise = (domains: OrganisationalDomain[]) =>
    JSON.parse(
      Testing.synth(new OrganisationStack(testingApp(), { ...declared, organisation: { ...organisation, domains } }), false),
    ) as Partial<Synthesised> & Pick<Synthesised, "output">;
  const mixed = synthesise([com, elsewhere(net)]);
  expect(Object.values(mixed.resource?.cloudflare_dns_record ?? {}).map(({ name }) => name)).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/example\.net$/)]),
  );
  const byHand = mixed.output.records.value.filter((record) => "byHand" in record).map(({ name }) => name);
  expect(byHand).toEqual(["example.net", "_dmarc.example.net", "_smtp._tls.example.net"]);
  expect(JSON.stringify(synthesise([elsewhere(com), elsewhere(net)]))).not.toMatch(/cloudflare/i);
});
