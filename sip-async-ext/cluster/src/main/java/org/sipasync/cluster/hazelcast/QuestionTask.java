package org.sipasync.cluster.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializable;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Brings a question to a member, whose {@link Answerer} is in its user context. */
public final class QuestionTask
    implements Callable<byte[]>, HazelcastInstanceAware, DataSerializable {
  /** Key of the answerer in the member's user context. */
  static final String ANSWERER = "org.sipasync.cluster.answerer";

  /** Answers questions; blocks for a second at most. */
  interface Answerer {
    byte[] answer(byte[] question) throws Exception;
  }

  private byte[] question;
  private transient HazelcastInstance instance;

  /** For Hazelcast. */
  public QuestionTask() {}

  QuestionTask(byte[] question) {
    this.question = question;
  }

  @Override
  public byte[] call() throws Exception {
    Object answerer = instance.getUserContext().get(ANSWERER);
    if (!(answerer instanceof Answerer ready)) {
      throw new IllegalStateException("the member has not started yet");
    }
    return ready.answer(question);
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    this.instance = instance;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(question);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    question = in.readByteArray();
  }
}
