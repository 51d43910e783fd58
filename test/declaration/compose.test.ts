import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dev } from "../fixtures/environments/dev";

const compose = readFileSync(join(__dirname, "..", "..", "compose.yaml"), "utf8");

test("compose.yaml runs dev's capture server: where dev looks for it, from the folder that credentials writes, on this machine only", () => {
  expect(compose).toContain(`"127.0.0.1:${dev.capture?.port}:1025"`);
  expect(compose).toContain(`"127.0.0.1:${new URL(dev.capture?.api ?? "").port}:8025"`);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Compose's.
  expect(compose).toContain("source: ./.twinpost/capture/${TWINPOST_ENV:-dev}\n");
  for (const file of ["logins", "certificate.pem", "key.pem", "recipients"]) expect(compose).toContain(`/capture/${file}`);
  expect(compose).toContain('MP_SMTP_REQUIRE_STARTTLS: "true"');
});

test("its image is pinned", () => {
  expect(compose).toMatch(/image: axllent\/mailpit:v\d+\.\d+\.\d+$/m);
});
