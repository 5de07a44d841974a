package org.sipasync.sample;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.NamingException;
import javax.servlet.sip.FlowFailedEvent;
import javax.servlet.sip.FlowListener;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.BlockingFunction;
import org.sipasync.SipAsync;
import org.sipasync.sample.registrar.BindingStore;

/** Forgets phones whose connection has ended (RFC 5626): nobody can call them by it. */
@SipListener
public class LostFlows implements FlowListener {
  private static final String FORGET = "forget";

  @Inject SipAsync async;
  @Inject Database database;
  @Inject Contacts contacts;

  @Override
  public void flowFailed(FlowFailedEvent event) {
    async.launch(async.function(FORGET, event.getFlow().getToken())).start();
  }

  /** Removes the bindings of a flow. */
  @BlockingFunction(FORGET)
  void forget(String token) throws SQLException, NamingException {
    BindingStore store = new BindingStore(System::currentTimeMillis, contacts::areSame);
    try (Connection connection = database.dataSource().getConnection()) {
      store.lost(connection, token);
    }
  }
}
