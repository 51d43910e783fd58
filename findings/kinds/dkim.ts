/** What can be the matter with DKIM keys. */
import { kinds } from "../kind";

export const dkimKinds = kinds(["verify"], {
  "dkim/missing": {
    severity: "error",
    title: "No key at this selector",
    explanation: "Signatures that name the selector fail: receivers have no key to check them with (RFC 6376 6.1.2).",
    remedy: "publish what the sending provider asks for at this name, or ask for the selector that it really uses",
  },
  "dkim/several-records": {
    severity: "error",
    title: "More than one key at this selector",
    explanation: "Which one a receiver takes is undefined (RFC 6376 3.6.2.2): some signatures fail, and not always the same.",
    remedy: "leave the one that the sending provider asks for",
  },
  "dkim/not-a-key": {
    severity: "error",
    title: "The record holds no key that can be used",
    explanation: "Receivers ignore it, and signatures fail (RFC 6376 3.6.1). Often it is a text cut at 255 bytes, or that of a wildcard.",
    remedy: "publish the record as the sending provider gives it, whole",
  },
  "dkim/revoked": {
    severity: "warning",
    title: "The key is revoked",
    explanation:
      "An empty p= withdraws a key: what is still signed by it fails (RFC 6376 3.6.1). After a rotation that is as it should be.",
    remedy: "make sure that nothing signs with this selector any more, then remove it after some weeks",
  },
  "dkim/weak-key": {
    severity: "warning",
    title: "The key has fewer than 2048 bits",
    explanation: "RFC 8301 asks for 2048; keys below 1024 bits are ignored, and some receivers already look down on 1024.",
    remedy: "change to a key of 2048 bits under a new selector",
  },
  "dkim/ignored-key": {
    severity: "error",
    title: "The key has fewer than 1024 bits",
    explanation: "Receivers must not accept it (RFC 8301 3.2): signatures by it fail.",
    remedy: "change to a key of 2048 bits under a new selector",
  },
  "dkim/testing": {
    severity: "warning",
    title: "The key is marked as a test",
    explanation: "With t=y receivers treat signed mail like unsigned mail (RFC 6376 3.6.1).",
    remedy: "remove t=y",
  },
});
