/** A shell that tells Node to accept any certificate: Node reads that once, so it takes a process. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { startSubmissionServer } from "./submission-server";

test("a certificate of an authority that it was not given is refused there too", async () => {
  const authority = await CertificateAuthority.create();
  const { port, logins, stop } = await startSubmissionServer(await authority.issue(["smtp.example.net"]), {}, {});
  const settings = { host: "127.0.0.1", port, user: "AKIAEXAMPLE", password: "example" };
  const login = `require("./adapters/smtp/submission").proveLogin(${JSON.stringify(settings)})`;
  const told = promisify(execFile)(process.execPath, ["--import", "tsx", "-e", `${login}.catch((error) => console.log(error.phase))`], {
    env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0" },
  });
  expect((await told).stdout).toBe("tls\n");
  expect(logins).toEqual([]);
  await stop();
});
