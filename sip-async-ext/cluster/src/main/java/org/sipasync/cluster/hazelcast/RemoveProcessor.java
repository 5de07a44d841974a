package org.sipasync.cluster.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;
import java.util.Map;

/** Removes an entry without sending its value back, as IMap's own method does. */
public final class RemoveProcessor
    implements EntryProcessor<String, byte[], byte[]>, DataSerializable {
  private static final long serialVersionUID = 1L;

  /** For Hazelcast. */
  public RemoveProcessor() {}

  @Override
  public byte[] process(Map.Entry<String, byte[]> entry) {
    entry.setValue(null);
    return null;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // nothing to say
  }

  @Override
  public void readData(ObjectDataInput in) {
    // nothing was said
  }
}
