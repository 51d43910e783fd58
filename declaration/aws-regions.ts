/**
 * The AWS regions, and in which of them SES sends mail: https://docs.aws.amazon.com/general/latest/gr/ses.html, read from botocore 1.44.5
 * (data/endpoints.json, service `email`, partitions aws and aws-us-gov) in November 2026. A newer region may be missing. Pure.
 */

/** With an endpoint of SES. */
const mailRegions = [
  ...["af-south-1"],
  ...["ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2"],
  ...["ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"],
  ...["ca-central-1", "ca-west-1"],
  ...["eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3"],
  ...["il-central-1", "me-central-1", "me-south-1"],
  ...["mx-central-1", "sa-east-1"],
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1"],
];
/** Without one. */
const otherRegions = ["ap-east-1"];

export const sendsMail = (region: string): boolean => mailRegions.includes(region);

export const isKnownRegion = (region: string): boolean => sendsMail(region) || otherRegions.includes(region);

/** @returns regions of the same part of the world, those with most letters in common first; a usual one where no part is known. */
export function nearRegions(text: string): string[] {
  const common = (region: string): number => {
    const end = [...region].findIndex((letter, index) => letter !== text[index]);
    return end === -1 ? region.length : end;
  };
  const near = mailRegions.filter((region) => common(region) >= 3).sort((one, other) => common(other) - common(one));
  return near.length > 0 ? near.slice(0, 4) : ["eu-west-1"];
}
