<?xml version="1.0" encoding="UTF-8"?>
<!-- Users with rights of their own become targets that hold a role with these rights; rights become
     permissions. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="acls/acl_user">
    <xsl:variable name="rights" select="read | write | deny"/>
    <xsl:variable name="role" select="u:id((string(@id), 'role'))"/>
    <xsl:if test="$rights">
      <acl_role id="{$role}">
        <xsl:apply-templates select="$rights | comment()"/>
      </acl_role>
    </xsl:if>
    <acl_target id="{@id}">
      <xsl:if test="empty($rights)">
        <xsl:apply-templates select="comment()"/>
      </xsl:if>
      <xsl:if test="$rights">
        <role id="{$role}"/>
      </xsl:if>
      <xsl:for-each select="role_ref">
        <role id="{@id}"/>
      </xsl:for-each>
    </acl_target>
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'is a target now'
          || (if ($rights) then ', and its rights are those of the role ' || $role else '')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="acls/*/(read | write | deny)">
    <acl_permission id="{@id}" kind="{name()}">
      <xsl:choose>
        <xsl:when test="@xpath">
          <xsl:attribute name="xpath"
              select="@xpath || (if (@attribute) then '[@' || @attribute || ']' else '')"/>
        </xsl:when>
        <xsl:when test="@ref and @attribute">
          <xsl:attribute name="xpath"
              select="'//' || (@tag, '*')[1] || '[@id=''' || @ref || '''][@' || @attribute || ']'"/>
        </xsl:when>
        <xsl:when test="@ref">
          <xsl:attribute name="reference" select="@ref"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:attribute name="object-type" select="@tag"/>
          <xsl:copy-of select="@attribute"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:copy-of select="comment()"/>
    </acl_permission>
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'is a permission of kind ' || name() || ' now'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
