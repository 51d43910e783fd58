import { invitation } from "../../mail/templates/invitation";

const details = {
  organisation: "Acme",
  inviter: "Ada",
  product: "Market Edge Platform",
  acceptUrl: "https://app.example.com/invitations/abc?x=1&y=2",
  contact: "support@example.com",
};

test("says the same in plain text and in HTML", () => {
  const { subject, text, html } = invitation(details);
  expect(subject).toBe("Ada invited you to Acme on Market Edge Platform");
  expect(text).toContain("https://app.example.com/invitations/abc?x=1&y=2");
  expect(html).toContain('href="https://app.example.com/invitations/abc?x=1&amp;y=2"');
});

test("a name cannot put a link of its own into our mail", () => {
  const { html } = invitation({ ...details, inviter: '<a href="https://evil.example">Ada</a>' });
  expect(html).not.toContain('<a href="https://evil.example"');
  expect(html).toContain("&lt;a href=&quot;https://evil.example&quot;&gt;Ada&lt;/a&gt;");
});
