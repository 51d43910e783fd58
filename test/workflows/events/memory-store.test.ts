import { eventStoreContract } from "./event-store-contract";
import { memoryStore } from "./memory-store";

eventStoreContract(async () => memoryStore());
