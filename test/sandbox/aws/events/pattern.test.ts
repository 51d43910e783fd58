/** Patterns, with the operators of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
import { matchesPattern, requirePattern } from "../../../../sandbox/aws/events/pattern";

const event = {
  source: "aws.ec2",
  "detail-type": "EC2 Instance State-change Notification",
  region: "ap-southeast-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f", "other"],
  detail: { state: "initializing", count: 5, "file-name": "image.png", "c-count": 5, users: [{ name: "ada" }, { name: "bob" }], empty: "" },
};

test.each<[string, object, boolean]>([
  ["equal", { source: ["aws.ec2"] }, true],
  ["one of several", { source: ["aws.s3", "aws.ec2"] }, true],
  ["another", { source: ["aws.s3"] }, false],
  ["a member of a list", { resources: ["other"] }, true],
  ["a field of a member of a list", { detail: { users: { name: ["bob"] } } }, true],
  ["prefix", { region: [{ prefix: "ap-" }] }, true],
  ["prefix without case", { region: [{ prefix: { "equals-ignore-case": "AP-" } }] }, true],
  ["suffix", { detail: { "file-name": [{ suffix: ".png" }] } }, true],
  ["equals without case", { source: [{ "equals-ignore-case": "AWS.EC2" }] }, true],
  ["anything but a value", { detail: { state: [{ "anything-but": "initializing" }] } }, false],
  ["anything but a list", { detail: { state: [{ "anything-but": ["stopped", "overloaded"] }] } }, true],
  ["anything but a prefix", { detail: { state: [{ "anything-but": { prefix: "init" } }] } }, false],
  ["anything but wildcards", { detail: { state: [{ "anything-but": { wildcard: ["*izing", "x*"] } }] } }, false],
  ["anything but of what is not there", { detail: { gone: [{ "anything-but": "x" }] } }, false],
  ["a range", { detail: { "c-count": [{ numeric: [">", 0, "<=", 5] }] } }, true],
  ["outside a range", { detail: { "c-count": [{ numeric: [">", 5] }] } }, false],
  ["exists", { detail: { "c-count": [{ exists: true }] } }, true],
  ["exists not", { detail: { gone: [{ exists: false }] } }, true],
  ["wildcard", { resources: [{ wildcard: "arn:aws:ec2:*:instance/i-*" }] }, true],
  ["a star that is a star", { detail: { state: [{ wildcard: "init\\*" }] } }, false],
  ["$or", { detail: { $or: [{ "c-count": [{ numeric: [">", 10] }] }, { state: ["initializing"] }] } }, true],
  ["$or of nothing that holds", { $or: [{ source: ["x"] }, { region: ["x"] }] }, false],
  ["all of several fields", { source: ["aws.ec2"], region: ["us-east-1"] }, false],
  ["empty text", { detail: { empty: [""] } }, true],
])("%s", (_name, pattern, expected) => {
  expect(() => requirePattern(pattern)).not.toThrow();
  expect(matchesPattern(pattern, event)).toBe(expected);
});

test.each<[object]>([
  [{ source: "aws.ec2" }],
  [{ source: [] }],
  [{ source: [["x"]] }],
  [{ source: [{ like: "x" }] }],
  [{ source: ["x"], detail: { state: [{ prefix: "a", suffix: "b" }] } }],
  [{ detail: { count: [{ numeric: ["~", 1] }] } }],
  [{ $or: [{ source: ["x"] }] }],
])("%j is refused", (pattern) => {
  expect(() => requirePattern(pattern)).toThrow(expect.objectContaining({ code: "InvalidEventPatternException" }));
});
