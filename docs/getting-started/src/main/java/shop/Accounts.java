package shop;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.sipasync.BlockingFunction;

@ApplicationScoped
public class Accounts {
  @Resource DataSource users;

  @BlockingFunction("credit") // blocks: runs on the bounded pool
  Long creditOf(String uid) throws SQLException {
    try (Connection connection = users.getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT credit FROM users WHERE uid = ?")) {
      query.setString(1, uid);
      ResultSet row = query.executeQuery();
      return row.next() ? row.getLong(1) : null;
    }
  }
}
