import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";

// Computed from AWS's published algorithm for this secret: https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
test.each([
  ["us-east-1", "BMU39oGRFDZgs0Mw0RjhVkfazsa9KpRlSMZWFvdFBP/J"],
  ["eu-west-1", "BF6tPForKVxCs0XbSQKG8ByzkPDWCVGCSLjfAPAjbLhk"],
  ["eu-central-1", "BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2"],
  ["us-west-1", "BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj"],
])("the password in %s", (region, password) => {
  expect(expectedSmtpPassword("some+secret+key", region)).toBe(password);
});
