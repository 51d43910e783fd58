/** Where the tests of AWS's stand-ins happen. */
export const account = "480312345678";
export const region = "eu-central-1";
