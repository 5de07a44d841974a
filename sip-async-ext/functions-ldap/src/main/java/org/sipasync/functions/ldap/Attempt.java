package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.AsyncSearchResultListener;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * A search on one connection. The connection's thread sends it; entries and result arrive on the
 * library's. Releases its slot on the connection once: answered or abandoned.
 */
final class Attempt implements AsyncSearchResultListener {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CHARACTERS = 1 << 20;

  /** The search that the attempt is for. */
  interface Owner {
    /** Handles the entries, possibly none. */
    void found(List<LdapEntry> entries);

    /** Handles a lost or refused search. */
    void failed(LDAPException e);

    /** Ends the search. */
    void end(Result with);
  }

  /** Its place on a connection. Thread-safe. */
  interface Slot {
    /** Releases the slot of an ended search. */
    void answered();

    /** Abandons the search on the server and releases its slot. */
    void abandon(AsyncRequestID id);
  }

  private final transient Owner search;
  private final transient Slot connection;
  private final transient SearchTerms terms;
  private final int maxEntries;

  // --- guarded by this
  private final transient List<LdapEntry> entries = new ArrayList<>();
  private transient AsyncRequestID id;
  private transient boolean over;
  private transient boolean unwanted;
  private transient long characters;

  Attempt(Owner search, SearchTerms terms, Slot connection, int maxEntries) {
    this.search = search;
    this.terms = terms;
    this.connection = connection;
    this.maxEntries = maxEntries;
  }

  void send(LDAPConnection to, int seconds) {
    try {
      AsyncRequestID sent = to.asyncSearch(terms.request(this, seconds, maxEntries + 1));
      boolean tooLate;
      synchronized (this) {
        id = sent;
        tooLate = unwanted;
      }
      if (tooLate) {
        abandon();
      }
    } catch (LDAPException e) {
      if (over()) {
        search.failed(e);
      }
    }
  }

  /** Releases its slot on the connection; true the first time. */
  boolean over() {
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
    }
    connection.answered();
    return true;
  }

  /** Abandons the search. Returns immediately; thread-safe and idempotent. */
  void abandon() {
    AsyncRequestID sent;
    synchronized (this) {
      unwanted = true;
      if (over || id == null) {
        return; // being sent; the sender checks again afterwards
      }
      over = true;
      sent = id;
    }
    connection.abandon(sent);
  }

  @Override
  public void searchEntryReturned(SearchResultEntry entry) {
    Map<String, List<String>> attributes = new TreeMap<>();
    long size = entry.getDN().length();
    for (Attribute attribute : entry.getAttributes()) {
      List<String> values = List.of(attribute.getValues());
      size += values.stream().mapToLong(String::length).sum();
      attributes.put(attribute.getName().toLowerCase(Locale.ROOT), values);
    }
    boolean tooMany;
    synchronized (this) {
      if (over || unwanted) {
        return;
      }
      characters += size;
      tooMany = entries.size() >= maxEntries || characters > MAX_CHARACTERS;
      if (!tooMany) {
        entries.add(new LdapEntry(entry.getDN(), Map.copyOf(attributes)));
      }
    }
    if (tooMany) {
      abandon();
      tooMany();
    }
  }

  private void tooMany() {
    search.end(
        Result.failed(
            ReturnCodes.ERROR,
            new IllegalStateException(
                "the search has more than %d entries (sip.async.ldap.max-entries) or %d characters"
                    .formatted(maxEntries, MAX_CHARACTERS))));
  }

  @Override
  public void searchReferenceReturned(SearchResultReference reference) {
    // referrals are not followed: they may lead to any host
  }

  @Override
  public void searchResultReceived(AsyncRequestID request, SearchResult done) {
    if (!over()) {
      return;
    }
    ResultCode code = done.getResultCode();
    if (code == ResultCode.SUCCESS) {
      search.found(entriesRead());
    } else if (code == ResultCode.NO_SUCH_OBJECT) {
      search.found(List.of());
    } else if (code == ResultCode.SIZE_LIMIT_EXCEEDED) {
      tooMany();
    } else {
      search.failed(new LDAPException(done));
    }
  }

  private synchronized List<LdapEntry> entriesRead() {
    return List.copyOf(entries);
  }
}
