/** Problems with DKIM keys. */
import { kinds } from "../kind";

export const dkimKinds = kinds(["verify"], {
  "dkim/missing": {
    severity: "error",
    title: "No key at this selector",
    explanation: "Signatures with this selector fail, because receivers find no key to verify them (RFC 6376 6.1.2).",
    remedy: "publish the record that the sending provider asks for, or check the selector that it really uses",
  },
  "dkim/several-records": {
    severity: "error",
    title: "More than one key at this selector",
    explanation: "Receivers may use any of them (RFC 6376 3.6.2.2), so signatures fail at random.",
    remedy: "keep only the one that the sending provider asks for",
  },
  "dkim/not-a-key": {
    severity: "error",
    title: "The record holds no usable key",
    explanation:
      "Receivers ignore it, and signatures fail (RFC 6376 3.6.1). Usual causes are a text cut at 255 bytes and a wildcard record.",
    remedy: "publish the complete record that the sending provider shows",
  },
  "dkim/revoked": {
    severity: "warning",
    title: "The key is revoked",
    explanation: "An empty p= revokes a key: mail that is still signed with it fails (RFC 6376 3.6.1). After a rotation this is correct.",
    remedy: "make sure that nothing signs with this selector any more, then remove it after some weeks",
  },
  "dkim/resting": {
    severity: "warning",
    title: "No key at this selector now",
    explanation:
      "Some sending providers serve a key at one of their selectors and leave the others empty until they rotate. Signatures with an empty selector fail, but the provider does not use it now.",
    remedy: "name all selectors of the provider: one of them must have a key",
  },
  "dkim/weak-key": {
    severity: "warning",
    title: "The key has fewer than 2048 bits",
    explanation: "RFC 8301 recommends 2048 bits. Receivers ignore keys below 1024, and some already distrust 1024.",
    remedy: "change to a key of 2048 bits under a new selector",
  },
  "dkim/ignored-key": {
    severity: "error",
    title: "The key has fewer than 1024 bits",
    explanation: "Receivers must not accept it (RFC 8301 3.2), so its signatures fail.",
    remedy: "change to a key of 2048 bits under a new selector",
  },
  "dkim/testing": {
    sources: ["verify", "gate"],
    severity: "error",
    title: "The key is marked as a test",
    explanation: "With t=y receivers must treat signed mail like unsigned mail (RFC 6376 3.6.1), so DMARC cannot pass by it.",
    remedy: "remove t=y",
  },
});
