/** What the sandbox is told of the declared data. Each provider's and DNS host's stage adds its part. */
import { loadDeclared } from "../../declaration/load";
import { providerStages } from "../../rehearsal/providers/provider-stages";
import { sandboxOptions } from "../../rehearsal/sandbox";
import { declaredData } from "../fixtures/declared";
import { organisation } from "../fixtures/environments/organisation";
import { staging } from "../fixtures/environments/staging";

const options = { calm: true, seed: "a", terraformPlugins: "stand-ins" } as const;
const capacity = { ...staging.capacity, perMonth: 200_000 };
const sender = (domain: string) => ({ ...staging.sender, address: `invitations@${domain}` });

const declared = loadDeclared(
  declaredData({
    environments: {
      staging: { ...staging, capacity, sendgrid: { subuser: "one", region: "eu" } },
      other: {
        ...staging,
        name: "other",
        capacity,
        sendingDomain: "mail.other.example.net",
        sender: sender("mail.other.example.net"),
        sendgrid: { subuser: "two" },
      },
      elsewhere: {
        ...staging,
        name: "elsewhere",
        dns: { host: "by-hand", zone: "example.org" },
        sendingDomain: "mail.example.org",
        sender: sender("mail.example.org"),
      },
    },
    organisation: { ...organisation, domains: organisation.domains.slice(1) },
  }),
);

test("each DNS host's stand-in has the zones that are declared there, each once", () => {
  expect(declared.faults).toEqual([]);
  expect(sandboxOptions(declared, staging, options, "/tmp/none")).toMatchObject({
    zones: [{ id: "0d4f3e6a8b1c4d5e9f70213243546576", name: "example.net" }],
    zonesElsewhere: ["example.org"],
  });
});

test("the SendGrid stand-in has the declared account and its subusers", () => {
  expect(sandboxOptions(declared, staging, options, "/tmp/none")).toMatchObject({
    sendgridUsername: "market-edge-test",
    sendgridSubusers: [
      { username: "one", region: "eu" },
      { username: "two", region: "global" },
    ],
  });
});

test("a change that is tried belongs to one provider", () => {
  const ids = Object.values(providerStages).flatMap(({ changes }) => changes.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});
