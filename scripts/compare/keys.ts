/** Public RSA keys to make records of: real ones, whose private halves nobody has. */
import { rsaPublicKey } from "../../test/fixtures/rsa-public-keys";

export const rsaPublicKeys: readonly string[] = [rsaPublicKey(1024), rsaPublicKey(2048)];
