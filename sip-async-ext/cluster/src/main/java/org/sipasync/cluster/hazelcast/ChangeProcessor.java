package org.sipasync.cluster.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;
import java.io.IOException;
import java.util.Map;
import org.sipasync.cluster.grid.ClaimChange;
import org.sipasync.cluster.grid.ClaimTable;

/** Changes claims where they are, atomically; on backups, too. */
public final class ChangeProcessor
    implements EntryProcessor<String, byte[], byte[]>, DataSerializable {
  private static final long serialVersionUID = 1L;

  private byte[] change;

  /** For Hazelcast. */
  public ChangeProcessor() {}

  ChangeProcessor(ClaimChange change) {
    this.change = change.encode();
  }

  @Override
  public byte[] process(Map.Entry<String, byte[]> entry) {
    ClaimTable before = ClaimTable.decode(entry.getValue());
    ClaimTable after = before.after(ClaimChange.decode(change));
    byte[] bytes = after.encode();
    if (after != before) {
      entry.setValue(bytes);
    }
    return bytes;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(change);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    change = in.readByteArray();
  }
}
