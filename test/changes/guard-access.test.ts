/** Plans that let more act, or keep less of what was done, are held back, each for its reason; plans that do neither pass. */
import { guard as guardPlan } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import {
  auditAccessBlock,
  auditBucket,
  auditBucketPolicy,
  auditTrail,
  auditVersioning,
  githubIdentity,
  role,
  trust,
  trustOfJobs,
  trustOfPeople,
} from "./account-resources";
import { bucket, create, forget, keep, type ResourceChange, remove, replace, terraformPlan, unknown, update } from "./terraform-plan";

const repository = "repo:market-edge@10203040/email@506070809";
const [prod, staging] = [`${repository}:environment:prod`, `${repository}:environment:staging`];
const jobs = role(trust(trustOfJobs(staging)));
const people = role(trust(trustOfPeople(["ada", "grace"])));
const aud = "token.actions.githubusercontent.com:aud";
const sub = "token.actions.githubusercontent.com:sub";
const excluding = (...addresses: string[]) => ({ StringNotEquals: { "aws:SourceIdentity": addresses } });
const versioning = (status: string) => ({ versioning_configuration: [{ mfa_delete: "", status }] });

const destructive: [what: string, change: ResourceChange, expected: string[]][] = [
  ["the trail deleted", remove(auditTrail()), ["audit-trail/deleted"]],
  ["the trail made anew", replace(auditTrail()), ["audit-trail/replaced"]],
  ["the trail switched off", update(auditTrail(), { enable_logging: false }), ["audit-trail/weakened"]],
  ["the trail in one region", update(auditTrail(), { is_multi_region_trail: false }), ["audit-trail/weakened"]],
  ["the trail without IAM", update(auditTrail(), { include_global_service_events: false }), ["audit-trail/weakened"]],
  ["the trail's files not sealed", update(auditTrail(), { enable_log_file_validation: false }), ["audit-trail/weakened"]],
  ["the trail to another bucket", update(auditTrail(), { s3_bucket_name: "elsewhere" }), ["audit-trail/weakened"]],
  ["the trail to a bucket yet unknown", update(auditTrail(), { s3_bucket_name: unknown }), ["audit-trail/weakened"]],
  [
    "the trail of what writes alone",
    update(auditTrail(), { event_selector: [{ read_write_type: "WriteOnly" }] }),
    ["audit-trail/weakened"],
  ],
  [
    "the trail without KMS",
    update(auditTrail(), { event_selector: [{ exclude_management_event_sources: ["kms.amazonaws.com"] }] }),
    ["audit-trail/weakened"],
  ],
  [
    "the trail of chosen events",
    update(auditTrail(), { advanced_event_selector: [{ field_selector: [{ field: "eventName" }] }] }),
    ["audit-trail/weakened"],
  ],
  ["the trail's bucket deleted", remove(auditBucket), ["audit-bucket/deleted"]],
  ["the trail's bucket made anew", replace(auditBucket), ["audit-bucket/replaced"]],
  ["the bucket's policy deleted", remove(auditBucketPolicy), ["resource/deleted"]],
  ["the bucket's access block deleted", remove(auditAccessBlock), ["resource/deleted"]],
  ["the bucket's access block lifted in part", update(auditAccessBlock, { block_public_policy: false }), ["audit-bucket/opened"]],
  ["the bucket's versions suspended", update(auditVersioning, versioning("Suspended")), ["audit-bucket/not-versioned"]],
  ["the bucket's versioning deleted", remove(auditVersioning), ["resource/deleted"]],
  ["GitHub's identity provider deleted", remove(githubIdentity), ["github-identity/deleted"]],
  ["GitHub's identity provider made anew", replace(githubIdentity), ["github-identity/replaced"]],
  [
    "another audience of GitHub's tokens",
    update(githubIdentity, { client_id_list: ["https://github.com/eve", "sts.amazonaws.com"] }),
    ["github-identity/audience-added"],
  ],
  ["a role deleted", remove(jobs), ["role/deleted"]],
  ["a role made anew", replace(jobs), ["role/replaced"]],
  ["a role for another environment's jobs", update(jobs, trust(trustOfJobs([staging, prod]))), ["role/trust-widened"]],
  ["a role for other jobs instead", update(jobs, trust(trustOfJobs(prod))), ["role/trust-widened"]],
  [
    "a role for names without ids",
    update(jobs, trust(trustOfJobs([staging, "repo:market-edge/email:environment:staging"]))),
    ["role/trust-widened"],
  ],
  [
    "a role for subjects by pattern",
    update(jobs, trust(trustOfJobs(staging, { StringEquals: { [aud]: "sts.amazonaws.com" }, StringLike: { [sub]: `${repository}:*` } }))),
    ["role/trust-widened"],
  ],
  [
    "a role for any subject",
    update(jobs, trust(trustOfJobs(staging, { StringEquals: { [aud]: "sts.amazonaws.com" } }))),
    ["role/trust-widened"],
  ],
  ["a role for any audience", update(jobs, trust(trustOfJobs(staging, { StringEquals: { [sub]: staging } }))), ["role/trust-widened"]],
  ["a role without any condition", update(jobs, trust({ ...trustOfJobs(staging), Condition: undefined })), ["role/trust-widened"]],
  [
    "a role for everybody",
    update(jobs, trust(trustOfJobs(staging), { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" })),
    ["role/trust-widened"],
  ],
  [
    "a role for another account",
    update(
      people,
      trust(trustOfPeople(["ada", "grace"]), {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999999999999:root" },
        Action: "sts:AssumeRole",
      }),
    ),
    ["role/trust-widened"],
  ],
  ["a role for one more person", update(people, trust(trustOfPeople(["ada", "grace", "eve"]))), ["role/trust-widened"]],
  ["a role without MFA", update(people, trust(trustOfPeople(["ada", "grace"], {}))), ["role/trust-widened"]],
  [
    "a role for whom it excluded",
    update(role(trust(trustOfPeople(["ada"], excluding("x", "y")))), trust(trustOfPeople(["ada"], excluding("x")))),
    ["role/trust-widened"],
  ],
  [
    "a role whose tags may be set too",
    update(jobs, trust({ ...trustOfJobs(staging), Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] })),
    ["role/trust-widened"],
  ],
  ["a trust that is no policy", update(jobs, { assume_role_policy: "{}" }), ["policy/not-readable"]],
  ["a trust that is known only after the apply", update(jobs, { assume_role_policy: unknown }), ["policy/not-readable"]],
  ["a new role, its trust yet unknown", create(jobs, { assume_role_policy: unknown }), ["policy/not-readable"]],
  ["a trail that Terraform only forgets", forget(auditTrail()), ["resource/forgotten"]],
  ["a role that Terraform only forgets", forget(jobs), ["resource/forgotten"]],
  ["a bucket of any name deleted", remove(bucket("twinpost-audit-logs")), ["audit-bucket/deleted"]],
];

const safe: [what: string, change: ResourceChange][] = [
  ["a new trail", create(auditTrail())],
  ["a new bucket", create(auditBucket)],
  ["a new policy of the bucket", create(auditBucketPolicy)],
  ["a new access block", create(auditAccessBlock)],
  ["new versioning", create(auditVersioning)],
  ["a new identity provider", create(githubIdentity)],
  ["a new role", create(jobs)],
  ["a trail as it is", keep(auditTrail())],
  ["a trail's tags", update(auditTrail(), { tags: { team: "mail" } })],
  ["a trail switched on", update(auditTrail({ enable_logging: false }), { enable_logging: true })],
  ["a trail in all regions, at last", update(auditTrail({ is_multi_region_trail: false }), { is_multi_region_trail: true })],
  ["a trail's files sealed", update(auditTrail({ enable_log_file_validation: false }), { enable_log_file_validation: true })],
  ["a trail that is as weak as before", update(auditTrail({ enable_logging: false }), { tags: { team: "mail" } })],
  ["a trail without its selectors", update(auditTrail({ event_selector: [{ read_write_type: "WriteOnly" }] }), { event_selector: [] })],
  ["the tags of the trail's bucket", update(auditBucket, { tags: { team: "mail" } })],
  ["the identity provider's tags", update(githubIdentity, { tags: { team: "mail" } })],
  [
    "an audience less",
    update(
      { ...githubIdentity, attributes: { ...githubIdentity.attributes, client_id_list: ["other", "sts.amazonaws.com"] } },
      { client_id_list: ["sts.amazonaws.com"] },
    ),
  ],
  ["a role's description", update(jobs, { description: "GitHub jobs" })],
  [
    "a role that excludes one more",
    update(role(trust(trustOfPeople(["ada"], excluding("x")))), trust(trustOfPeople(["ada"], excluding("x", "y")))),
  ],
  ["a role for fewer people", update(people, trust(trustOfPeople(["ada"])))],
  ["a role for fewer subjects", update(role(trust(trustOfJobs([staging, prod]))), trust(trustOfJobs(staging)))],
  ["a role with MFA, at last", update(role(trust(trustOfPeople(["ada"], {}))), trust(trustOfPeople(["ada"])))],
  ["a subject written as a list", update(jobs, trust(trustOfJobs([staging])))],
  [
    "a trust with a statement's id changed, and one that denies",
    update(jobs, trust({ ...trustOfJobs(staging), Sid: "Jobs" }, { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" })),
  ],
];

const own = { account: "111122223333", domains: ["mail.example.com"], zones: ["example.com"], repositories: [repository] };
const guard = (json: unknown) => guardPlan(readPlanJson(json), own);
const found = (change: ResourceChange): string[] => guard(terraformPlan(change)).map(({ id }) => id);

test("the tables hold at least 25 plans of each kind", () => {
  expect(destructive.length).toBeGreaterThanOrEqual(25);
  expect(safe.length).toBeGreaterThanOrEqual(20);
});

describe("holds back", () => {
  test.each(destructive)("%s", (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });
});

describe("lets pass", () => {
  test.each(safe)("%s", (_, change) => {
    expect(found(change)).toEqual([]);
  });
});

test.each([
  [update(jobs, trust(trustOfJobs([staging, prod]))), prod],
  [update(people, trust(trustOfPeople(["ada", "grace", "eve"]))), "AWS:arn:aws:iam::111122223333:user/eve: sts:assumerole"],
  [
    update(people, trust(trustOfPeople(["ada", "grace"], {}))),
    "user/ada: sts:assumerole; AWS:arn:aws:iam::111122223333:user/grace: sts:assumerole",
  ],
])("says who could take the role: %#", (change, who) => {
  expect(guard(terraformPlan(change))[0]).toMatchObject({ id: "role/trust-widened", what: expect.stringContaining(who) });
});
