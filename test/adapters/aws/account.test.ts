import { requireAccount } from "../../../adapters/aws/account";
import { useAwsService, xml } from "./aws-service";

const start = useAwsService();
const caller = xml("GetCallerIdentityResponse", "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/ann</Arn>");

test("the environment's own account passes", async () => {
  const { aws } = await start(caller);
  await expect(requireAccount(aws.sts, "123456789012")).resolves.toMatchObject({ account: "123456789012" });
});

test("another account is refused, with both named", async () => {
  const { aws } = await start(caller);
  await expect(requireAccount(aws.sts, "999999999999")).rejects.toMatchObject({
    message: "logged in to AWS account 123456789012 (arn:aws:iam::123456789012:user/ann), expected 999999999999",
    remedy: expect.stringContaining("aws.account"),
    exitCode: 3,
  });
});
