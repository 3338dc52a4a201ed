<?xml version="1.0" encoding="UTF-8"?>
<!-- What an operation's instance attributes said of the operation itself becomes meta-attributes of it. Of
     several the last counts, and the operation's own attributes before them. What holds by a rule goes on doing so. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="names" as="xs:string*" select="'enabled', 'interval-origin', 'on-fail',
      'record-pending', 'role', 'start-delay', 'timeout'"/>

  <xsl:template match="op/instance_attributes/nvpair[@name = $names]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what"
          select="@name || ' is a meta-attribute of its operation, if it is not said elsewhere'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A set that has nothing left goes. -->
  <xsl:template match="op/instance_attributes[nvpair]
      [every $pair in nvpair satisfies $pair/@name = $names][not(u:is-referred-to(.))]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since nothing is left in it'"/>
    </xsl:call-template>
    <xsl:apply-templates select="nvpair | comment()"/>
  </xsl:template>

  <xsl:template match="op[instance_attributes/nvpair/@name = $names]">
    <xsl:variable name="said" select="@*/name(), meta_attributes/nvpair/@name"/>
    <xsl:variable name="pairs" as="element(nvpair)*">
      <xsl:for-each-group select="instance_attributes[not(rule)]/nvpair[@name = $names]"
          group-by="@name">
        <xsl:sequence select="current-group()[last()][not(@name = $said)]"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:copy>
      <xsl:apply-templates select="@*, node()"/>
      <xsl:for-each select="instance_attributes[rule][nvpair[@name = $names][not(@name = $said)]]">
        <meta_attributes id="{u:id((string(@id), 'meta'))}">
          <xsl:copy-of select="@score"/>
          <xsl:apply-templates select="rule" mode="another">
            <xsl:with-param name="for" select="'meta'" tunnel="yes"/>
          </xsl:apply-templates>
          <xsl:for-each-group select="nvpair[@name = $names][not(@name = $said)]" group-by="@name">
            <xsl:copy-of select="current-group()[last()]"/>
          </xsl:for-each-group>
        </meta_attributes>
      </xsl:for-each>
      <xsl:if test="$pairs">
        <meta_attributes id="{u:id((string(@id), 'meta'))}">
          <xsl:copy-of select="$pairs"/>
        </meta_attributes>
      </xsl:if>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
