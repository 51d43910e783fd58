/** The life of what an environment has at SendGrid, by the real terraform against the SendGrid stand-in: for the account and for an EU subuser at once. */
import { startTerraformProviders, type TerraformProviders } from "../../../sandbox/terraform-providers/start";
import { type SendgridWorld, startSendgridWorld } from "../sendgrid/world";
import { prepareTerraform } from "./terraform";

const terraform = prepareTerraform();
let world: SendgridWorld;
let providers: TerraformProviders;

beforeAll(async () => {
  world = await startSendgridWorld();
  world.sendgrid.state.addSubuser("market-edge-eu", "eu");
  providers = await startTerraformProviders({
    cloudflare: { url: "http://127.0.0.1:9", token: "none" },
    sendgrid: { url: world.sendgrid.url, euUrl: world.sendgrid.euUrl, apiKey: world.sendgrid.adminKey },
  });
  terraform.reattach = providers.reattach;
  terraform.write(configuration());
  await terraform.must(0, "init");
}, 60_000);

afterAll(async () => {
  await providers.stop();
  await world.stop();
  terraform.remove();
});

const plan = (code: number) => terraform.must(code, "plan", "-detailed-exitcode");
const apply = () => terraform.must(0, "apply", "-auto-approve");
const account = () => world.sendgrid.state;
const subuser = () => world.sendgrid.state.subusers.get("market-edge-eu") as ReturnType<typeof account>;
const groupsOf = ({ groups }: ReturnType<typeof account>) => [...groups.values()].map(({ name, description }) => `${name}: ${description}`);

const ofEu = { provider: "sendgrid.eu" };
const domain = { domain: "mail.reject.example", subdomain: "em", automatic_security: true, default: false };
const expression = (text: string): string => `\${${text}}`;
const dns = "sendgrid_link_branding.eu.dns";

const configuration = ({ description = "What is new", resource = {} }: { description?: string; resource?: object } = {}) => ({
  terraform: { required_providers: { sendgrid: { source: "kenzo0107/sendgrid", version: "3.1.0" } } },
  provider: { sendgrid: [{}, { alias: "eu", region: "eu", subuser: "market-edge-eu" }] },
  resource: {
    sendgrid_unsubscribe_group: {
      account: { name: "Product news", description: "For everybody" },
      eu: { ...ofEu, name: "Product news", description, is_default: false },
    },
    sendgrid_sender_authentication: { eu: { ...ofEu, ...domain, region: "eu" } },
    sendgrid_link_branding: { eu: { ...ofEu, domain: domain.domain, subdomain: "links" } },
    sendgrid_enforce_tls: { eu: { ...ofEu, require_tls: true, require_valid_cert: false } },
    ...resource,
  },
  output: {
    group: { value: expression("sendgrid_unsubscribe_group.eu.id") },
    owner: { value: expression(`one([for d in ${dns} : d.host if d.host != "links.${domain.domain}"])`) },
  },
});

// One life cycle: each test goes on from where the one before it stopped.
describe("terraform with one provider block for the account and one for its EU subuser", () => {
  it("makes for each what it declares, and nothing for the other", async () => {
    await apply();
    expect(groupsOf(account())).toEqual(["Product news: For everybody"]);
    expect(groupsOf(subuser())).toEqual(["Product news: What is new"]);
    expect([account().enforcedTls.require_tls, subuser().enforcedTls.require_tls]).toEqual([false, true]);
    const [made] = [...subuser().domains.values()];
    expect(made?.dns.mail_cname?.data).toBe(`u${subuser().userId}.wl.eu.sendgrid.net`);
    expect(account().domains.size + account().links.size).toBe(0);
    const [group] = [...subuser().groups.keys()];
    expect(await terraform.outputs()).toEqual({ group: String(group), owner: `${subuser().userId}.${domain.domain}` });
  });

  it("plans nothing the second time", async () => {
    expect(await plan(0)).toContain("No changes");
  });

  it("changes the group in place, whose id stays", async () => {
    const [before] = [...subuser().groups.keys()];
    terraform.write(configuration({ description: "What is new, once a month" }));
    expect(await plan(2)).toContain("0 to add, 1 to change, 0 to destroy");
    await apply();
    expect([...subuser().groups.keys()]).toEqual([before]);
    expect(groupsOf(subuser())).toEqual(["Product news: What is new, once a month"]);
    await plan(0);
  });

  it("imports the group", async () => {
    const [id] = [...subuser().groups.keys()];
    await terraform.must(0, "state", "rm", "sendgrid_unsubscribe_group.eu");
    await terraform.must(0, "import", "sendgrid_unsubscribe_group.eu", String(id));
    await plan(0);
  });

  it("fails after it has made a group without a description, as the real provider does", async () => {
    const named = (name: string) => ({
      sendgrid_unsubscribe_group: { ...configuration().resource.sendgrid_unsubscribe_group, bare: { name } },
    });
    terraform.write(configuration({ description: "What is new, once a month", resource: named("bare") }));
    expect(await terraform.must(1, "apply", "-auto-approve")).toContain("inconsistent result after apply");
    expect(groupsOf(account())).toContain("bare: ");
  });

  it("takes away what either has", async () => {
    terraform.write(configuration());
    await terraform.must(0, "destroy", "-auto-approve");
    expect([...groupsOf(account()), ...groupsOf(subuser())]).toEqual([]);
    expect(subuser().domains.size + subuser().links.size).toBe(0);
    expect(world.log.unknown).toEqual(new Set());
  });

  it("says what SendGrid says to a domain in the EU without an EU subuser", async () => {
    account().subusers.delete("market-edge-eu");
    const { output: _, ...rest } = configuration();
    const resource = { sendgrid_sender_authentication: { stranger: { ...domain, region: "eu" } } };
    terraform.write({ ...rest, provider: { sendgrid: {} }, resource });
    expect(await terraform.must(1, "apply", "-auto-approve")).toContain("the account has no subuser in the EU");
  });
});
