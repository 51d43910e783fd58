/**
 * Every operator of AWS's tables, with the values of its examples.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
 */
import { holds } from "../../../../sandbox/aws/policy/conditions";

const attributes = ["PostDateTime", "Message", "Tags"];
const range = ["203.0.113.0/24", "2001:DB8:1234:5678::/64"];

test.each<[operator: string, values: string[] | undefined, wanted: string[], expected: boolean]>([
  ["StringEquals", ["iamuser-admin"], ["iamuser-admin"], true],
  ["StringEquals", ["IAMuser-admin"], ["iamuser-admin"], false],
  ["StringNotEquals", ["x"], ["y"], true],
  ["StringNotEquals", undefined, ["y"], true],
  ["StringNotEqualsIgnoreCase", ["X"], ["x"], false],
  ["StringLike", ["home/ada/a"], ["home/*"], true],
  ["StringNotLike", ["home/ada/a"], ["home/*", "other"], false],
  ["StringNotLike", undefined, ["home/*"], true],
  ["NumericEquals", ["10"], ["10.0"], true],
  ["NumericNotEquals", ["10"], ["10"], false],
  ["NumericNotEquals", undefined, ["10"], true],
  ["NumericLessThan", ["9"], ["10"], true],
  ["NumericLessThanEquals", ["10"], ["10"], true],
  ["NumericGreaterThan", ["10"], ["10"], false],
  ["NumericGreaterThanEquals", ["10"], ["10"], true],
  ["NumericLessThan", ["few"], ["10"], false],
  ["DateEquals", ["1609459200"], ["2021-01-01T00:00:00Z"], true],
  ["DateNotEquals", ["2020-01-01T00:00:01Z"], ["2020-01-01T00:00:01Z"], false],
  ["DateLessThan", ["2020-01-01T00:00:00Z"], ["2020-01-01T00:00:01Z"], true],
  ["DateLessThanEquals", ["2020-01-01T00:00:01Z"], ["2020-01-01T00:00:01Z"], true],
  ["DateGreaterThan", ["2026-01-01T00:00:00Z"], ["2020-01-01T00:00:01Z"], true],
  ["DateGreaterThanEquals", ["2019-01-01T00:00:00Z"], ["2020-01-01T00:00:01Z"], false],
  ["Bool", ["true"], ["true"], true],
  ["Bool", undefined, ["false"], false],
  ["BoolIfExists", undefined, ["true"], true],
  ["BinaryEquals", ["QmluYXJ5VmFsdWVJbkJhc2U2NA=="], ["QmluYXJ5VmFsdWVJbkJhc2U2NA=="], true],
  ["IpAddress", ["203.0.113.7"], range, true],
  ["IpAddress", ["203.0.114.7"], range, false],
  ["IpAddress", ["2001:db8:1234:5678::1"], range, true],
  ["NotIpAddress", ["203.0.113.7"], range, false],
  ["NotIpAddress", ["127.0.0.1"], range, true],
  ["ArnEquals", ["arn:aws:sns:us-east-1:123456789012:TOPIC-ID"], ["arn:aws:sns:*:123456789012:TOPIC-ID"], true],
  ["ArnLike", ["arn:aws:sns:us-east-1:123456789012:TOPIC-ID"], ["arn:aws:sns:us-*:999999999999:TOPIC-ID"], false],
  ["ArnLike", ["arn:aws:iam::123456789012:role/a/b"], ["arn:aws:iam::*:role/*"], true],
  ["ArnNotEquals", undefined, ["arn:aws:iam::*:role/*"], true],
  ["ArnNotLike", ["arn:aws:iam::123456789012:role/a"], ["arn:aws:iam::*:role/*"], false],
  ["Null", undefined, ["true"], true],
  ["Null", ["2026-01-01T00:00:00Z"], ["true"], false],
  ["Null", ["2026-01-01T00:00:00Z"], ["false"], true],
  ["Null", undefined, ["false"], false],
  ["ForAllValues:StringLike", ["PostDateTime", "Message"], attributes, true],
  ["ForAllValues:StringLike", ["PostDateTime", "UserName"], attributes, false],
  ["ForAllValues:StringLike", [""], attributes, true],
  ["ForAllValues:StringLike", undefined, attributes, true],
  ["ForAnyValue:StringLike", ["UserName", "Message", "PostDateTime"], ["ID", "PostDateTime"], true],
  ["ForAnyValue:StringLike", ["UserName"], ["ID", "PostDateTime"], false],
  ["ForAnyValue:StringLike", [""], ["*"], false],
  ["ForAllValues:StringNotEquals", ["UserName", "ID"], ["ID"], false],
  ["ForAnyValue:StringNotEquals", ["UserName", "ID"], ["ID"], true],
  ["ForAnyValue:StringNotEquals", undefined, ["ID"], false],
  ["StringEqualsIfExists", undefined, ["x"], true],
  ["StringEqualsIfExists", ["y"], ["x"], false],
])("%s of %j with %j: %s", (operator, values, wanted, expected) => {
  expect(holds(operator, values, wanted)).toBe(expected);
});

test.each(["StringSame", "NullIfExists", "ForAllValues:Null", "ForSome:StringEquals"])("%s is no operator", (operator) => {
  expect(holds(operator, ["x"], ["x"])).toBeUndefined();
});
